package io.gradstream.data.time;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Local time in a zone. Remembers from when to when the offset last used holds, so that samples in
 * time order cost no look-up. Not thread-safe.
 */
public final class ZoneClock {
  private final ZoneRules rules;
  private long from = 1;
  private long until;
  private int offset;

  /** A clock of the zone. */
  public ZoneClock(ZoneId zone) {
    this.rules = zone.getRules();
  }

  /** The local second of one that is counted from 1970-01-01T00:00Z on. */
  public long local(long second) {
    if (second < from || second >= until) {
      lookUp(Instant.ofEpochSecond(second));
    }
    return second + offset;
  }

  private void lookUp(Instant moment) {
    offset = rules.getOffset(moment).getTotalSeconds();
    ZoneOffsetTransition before = rules.previousTransition(moment.plusSeconds(1));
    ZoneOffsetTransition after = rules.nextTransition(moment);
    from = before == null ? Long.MIN_VALUE : before.toEpochSecond();
    until = after == null ? Long.MAX_VALUE : after.toEpochSecond();
  }
}
