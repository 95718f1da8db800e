package io.gradstream.app;

import java.util.SplittableRandom;

/** What a bad day may bring to learners, their broker and their topics. */
enum ChaosFault {
  /** SIGKILL, and another one is started. */
  KILLED_LEARNER {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.killLearner(random.nextInt(stage.learners()));
    }
  },
  /** SIGTERM, as in a rolling update. */
  STOPPED_LEARNER {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.stopLearner(random.nextInt(stage.learners()));
    }
  },
  /** SIGSTOP for shorter than its session, or longer. */
  SLEEPING_LEARNER {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.pauseLearner(random.nextInt(stage.learners()), random.nextInt(500, 9_000));
    }
  },
  SECOND_LEARNER {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.addLearner();
    }
  },
  EVICTED_LEARNER {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.evict();
    }
  },
  KILLED_BROKER {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.killBroker();
    }
  },
  SLEEPING_BROKER {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.pauseBroker(random.nextInt(500, 6_000));
    }
  },
  ABORTED_INPUT {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.sendAndAbort(1 + random.nextInt(50));
    }
  },
  GARBAGE {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.litter(random);
    }
  },
  /** Retention removes what is learned. */
  REMOVED_RECORDS {
    @Override
    boolean needsRest() {
      return true;
    }

    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.removeLearned();
    }
  },
  /** By somebody who wanted another. */
  DELETED_OUTPUT {
    @Override
    boolean needsMending() {
      return true;
    }

    @Override
    boolean needsRest() {
      return true;
    }

    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.deleteOutput(random.nextBoolean());
    }
  },
  ADDED_PARTITION {
    @Override
    void strike(ChaosStage stage, SplittableRandom random) {
      stage.addPartition();
    }
  };

  /** Whether all that was sent must be learned before, for it to leave the bits alone. */
  boolean needsRest() {
    return false;
  }

  /**
   * Whether only a learner that learns on makes good for it: a model of which one topic is gone is
   * whole again with its next version, and for whoever starts before that a person has to decide.
   */
  boolean needsMending() {
    return false;
  }

  abstract void strike(ChaosStage stage, SplittableRandom random);
}
