package io.gradstream.data.time;

/**
 * What a number is that its format declares a moment or a day.
 *
 * @param unit what it counts from 1970-01-01T00:00 on
 * @param isLocal whether it is read off a clock on the wall, and not in UTC
 */
public record DeclaredTime(TimeUnit unit, boolean isLocal) {}
