package io.gradstream.kafka.scale;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members that have died in a transaction, which holds everybody up: nobody reads the log beyond it
 * before it times out, and a broker looks for such only every ten seconds.
 *
 * @param admin closed by whoever has made it
 * @param group of the members, whose clients have the names of their transactions
 */
record LostMembers(Admin admin, String group) {
  private static final Pattern UNIQUE =
      Pattern.compile("-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Logger LOG = LoggerFactory.getLogger(LostMembers.class);

  /** The name of one that joins now. */
  static String newMember(String group) {
    return group + "-" + UUID.randomUUID();
  }

  /** Whether it is the name of one of them: another model's name may begin as theirs does. */
  static boolean isMember(String group, String transactionalId) {
    return transactionalId.startsWith(group)
        && UNIQUE.matcher(transactionalId.substring(group.length())).matches();
  }

  /** Ends the transactions of those that are in the group no more; if that fails, time will. */
  void endTransactions() {
    try {
      List<String> lost = lost();
      if (!lost.isEmpty()) {
        LOG.info("ending what {} left behind", String.join(", ", lost));
        admin.fenceProducers(lost).all().get();
      }
    } catch (ExecutionException failure) {
      LOG.debug("transactions of members that are gone stay until they time out", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> lost() throws ExecutionException, InterruptedException {
    ListTransactionsOptions ongoing =
        new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    List<String> open =
        admin.listTransactions(ongoing).all().get().stream()
            .map(TransactionListing::transactionalId)
            .filter(id -> isMember(group, id))
            .toList();
    if (open.isEmpty()) {
      return open;
    }
    Set<String> present =
        admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
            .flatMap(each -> each.members().stream())
            .map(MemberDescription::clientId)
            .collect(Collectors.toSet());
    return open.stream().filter(id -> !present.contains(id)).toList();
  }
}
