package io.gradstream.kafka.input;

import io.gradstream.kafka.client.KafkaSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of a learner, among others of its name: host, process and a number within it. The client
 * id of the consumer that is the group's member says which one it is, so that whoever looks at the
 * group knows itself again, and its own process of before.
 *
 * <p>That another process of this host is dead is believed once, by a run that has just begun: it
 * is what spares a learner that was killed and started again the wait for its own session to time
 * out. Where two hosts have one name, a run may so take the place of one that lives, as it would
 * find out by being the newer one; it cannot happen twice, and so not to and fro.
 */
public final class LearnerInstance {
  private static final Pattern CLIENT_ID = Pattern.compile("(.+@(.+))-(\\d+)-(\\d+)-(\\d+)-\\d+");
  private static final AtomicInteger RUNS = new AtomicInteger();

  /**
   * The time at which a process began is told to a hundredth of a second, by a clock that is set.
   */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

  private final Process process;
  private final int run = RUNS.incrementAndGet();
  private final AtomicInteger clients = new AtomicInteger();
  private volatile boolean isNew = true;

  private LearnerInstance(Process process) {
    this.process = process;
  }

  /** A run of this process. A client id that is set for its clients is what its own begin with. */
  public static LearnerInstance of(KafkaSettings kafka) {
    String prefix = kafka.properties().getOrDefault("client.id", "gradstream");
    return new LearnerInstance(Process.current(prefix + "@" + host()));
  }

  /** Without a name of its own a host is no other's. */
  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return UUID.randomUUID().toString();
    }
  }

  /** For the next member of the group: no two clients of one process have one id. */
  String nextClientId() {
    return "%s-%d-%d-%d-%d"
        .formatted(
            process.host(), process.pid(), process.startedMs(), run, clients.incrementAndGet());
  }

  /** Whether the member with this client id is or was this very run. */
  public boolean is(String clientId) {
    Matcher parts = CLIENT_ID.matcher(clientId);
    return parts.matches()
        && Process.of(parts).equals(process)
        && parts.group(5).equals(Integer.toString(run));
  }

  /** Whether the member with this client id was a process of this host, and we have just begun. */
  public boolean succeeds(String clientId) {
    Matcher parts = CLIENT_ID.matcher(clientId);
    return isNew && parts.matches() && process.hasOutlived(Process.of(parts));
  }

  /** It has looked around, and trusts the group alone from here on. */
  public void settle() {
    isNew = false;
  }

  /** Which learner has this client id, in words; empty if it is not one of ours. */
  public static Optional<String> describe(String clientId) {
    Matcher parts = CLIENT_ID.matcher(clientId);
    return parts.matches()
        ? Optional.of("process %s on %s".formatted(parts.group(3), parts.group(2)))
        : Optional.empty();
  }

  /**
   * A process of a host.
   *
   * @param host its name, with what client ids begin with
   * @param startedMs when it began, 0 if that is not told
   */
  private record Process(String host, long pid, long startedMs) {
    static Process current(String host) {
      ProcessHandle self = ProcessHandle.current();
      return new Process(host, self.pid(), started(self));
    }

    static Process of(Matcher clientId) {
      return new Process(
          clientId.group(1), Long.parseLong(clientId.group(3)), Long.parseLong(clientId.group(4)));
    }

    private static long started(ProcessHandle handle) {
      return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** In a container all learners are process 1, and none lives beside this one. */
    boolean hasOutlived(Process other) {
      return host.equals(other.host) && (pid == other.pid || !other.isAlive());
    }

    private boolean isAlive() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .map(Process::started)
          .filter(this::isSameStart)
          .isPresent();
    }

    private boolean isSameStart(long otherMs) {
      return startedMs == 0
          || otherMs == 0
          || Math.abs(otherMs - startedMs) <= CLOCK_STEP.toMillis();
    }
  }
}
