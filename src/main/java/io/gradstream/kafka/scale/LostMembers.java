package io.gradstream.kafka.scale;

import io.gradstream.kafka.client.Clients;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
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
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);
  private static final Set<TransactionState> UNDECIDED =
      Set.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_COMMIT,
          TransactionState.PREPARE_ABORT);
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
      endLost();
    } catch (ExecutionException failure) {
      LOG.debug("transactions of members that are gone stay until they time out", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The same, and waits until whatever any member has begun by now is decided, and to be read: a
   * commit is acknowledged a moment before that.
   *
   * @throws KafkaException if that cannot be had
   */
  void awaitTransactions() {
    try {
      endLost();
      Set<String> open = new HashSet<>(transactions(UNDECIDED));
      long beganNs = System.nanoTime();
      while (!open.isEmpty()) {
        if (System.nanoTime() - beganNs > Clients.PATIENCE.toNanos()) {
          throw new KafkaException("transactions of %s are not decided".formatted(open));
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        open.retainAll(transactions(UNDECIDED));
      }
    } catch (ExecutionException failure) {
      throw new KafkaException("transactions of members are not known", failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", interrupted);
    }
  }

  private void endLost() throws ExecutionException, InterruptedException {
    List<String> lost = lost();
    if (!lost.isEmpty()) {
      LOG.info("ending what {} left behind", String.join(", ", lost));
      admin.fenceProducers(lost).all().get();
    }
  }

  private List<String> transactions(Set<TransactionState> states)
      throws ExecutionException, InterruptedException {
    ListTransactionsOptions wanted = new ListTransactionsOptions().filterStates(states);
    return admin.listTransactions(wanted).all().get().stream()
        .map(TransactionListing::transactionalId)
        .filter(id -> isMember(group, id))
        .toList();
  }

  private List<String> lost() throws ExecutionException, InterruptedException {
    List<String> open = transactions(Set.of(TransactionState.ONGOING));
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
