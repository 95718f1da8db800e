package io.gradstream.simulation;

import io.gradstream.kafka.client.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A process with its threads. Dead, nothing of it is run any more, and whatever it was in the
 * middle of ends at the next call it makes.
 */
final class SimulatedProcess implements Machine {
  /** Whoever must know that a process is not heard of for a while. */
  interface Silence {
    void silentFor(long ns);
  }

  private final World world;
  private final String host;
  private final String name;
  private final List<Actor> actors = new ArrayList<>();
  private final List<Silence> silences = new ArrayList<>();
  private Runnable onDeath = () -> {};
  private boolean alive = true;
  private long frozenUntilNs;

  /**
   * A process.
   *
   * @param host where it runs
   * @param number which one of all it is
   */
  SimulatedProcess(World world, String host, int number) {
    this.world = world;
    this.host = host;
    this.name = host + number;
  }

  String host() {
    return host;
  }

  String name() {
    return name;
  }

  World world() {
    return world;
  }

  boolean isAlive() {
    return alive;
  }

  void requireAlive() {
    if (!alive) {
      throw new ProcessDeath();
    }
  }

  /** Has something happen when it dies. */
  void onDeath(Runnable action) {
    onDeath = action;
  }

  /** Ends it in the middle of what it does. */
  ProcessDeath die() {
    world.tell(name, "dies");
    exit();
    onDeath.run();
    return new ProcessDeath();
  }

  /** Ends it. */
  void exit() {
    alive = false;
    actors.forEach(Actor::clear);
    silences.forEach(silence -> silence.silentFor(Long.MAX_VALUE));
  }

  /** Stops all of it for a while, as a virtual machine is stopped that is moved. */
  void freeze(long ns) {
    frozenUntilNs = world.nowNs() + ns;
    silences.forEach(silence -> silence.silentFor(ns));
    world.pass(ns);
  }

  long frozenUntilNs() {
    return frozenUntilNs;
  }

  void onSilence(Silence silence) {
    silences.add(silence);
  }

  /** One of its threads. */
  Actor newActor(String role) {
    Actor actor = new Actor(world, this, role);
    actors.add(actor);
    return actor;
  }

  /** One that ends with what it is given to do. */
  Actor newPassingActor(String role) {
    Actor actor = Actor.passing(world, this, role);
    actors.add(actor);
    return actor;
  }

  @Override
  public long nanoTime() {
    return world.nowNs();
  }

  @Override
  public long currentTimeMillis() {
    return world.nowNs() / 1_000_000;
  }

  @Override
  public void sleep(Duration time) {
    requireAlive();
    world.pass(time.toNanos());
    requireAlive();
  }

  @Override
  public ScheduledExecutorService newThread(String role) {
    return new SimulatedThread(this, newActor(role.replace("gradstream-", "")));
  }
}
