package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.challenge.ChallengerSettings;
import io.gradstream.learn.challenge.JointSnapshot;
import io.gradstream.learn.challenge.PromotionClock;
import io.gradstream.learn.challenge.PromotionSettings;
import io.gradstream.learn.drift.DriftMonitor;
import io.gradstream.learn.drift.DriftSettings.Reaction;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.NamedState;
import io.gradstream.version.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The learners of one model: the champion, which is published, and its challengers, which learn the
 * same batches behind it. All of them are one state, in one checkpoint.
 *
 * <p>Each has a name and settings that it keeps; a promotion changes who is the champion. The
 * {@link Learner} that is published stays one object: it trades what it is for what the challenger
 * is. Who is better is decided by the losses of the same steps, at points that are counted in
 * samples, so that the same samples have the same promotions.
 */
public final class Contest {
  /** The member of a version's metrics that tells of it. */
  public static final String FIGURES = "challengers";

  /** By so many standard errors a challenger must be better: one window in 700 is wrong. */
  private static final double SURE = 3;

  private static final String CLOCK = "contest";

  /** What a version tells of a challenger is no longer than so many of the longest numbers. */
  private static final int LONGEST_FIGURES = 30;

  private final Learner champion;
  private final SortedMap<String, LearnerSettings> settings;
  private final Challengers challengers;
  private final boolean comparable;
  private final boolean answersDrift;
  private final boolean onlyFresh;
  private final PromotionClock clock;
  private List<String> news = List.of();
  private String name = ChallengerSettings.BASE;
  private long marks;

  /**
   * A contest in which nobody has learned anything.
   *
   * @param champion who is published; learns what {@code base} says, and has the contest from now
   *     on
   * @param others in what challengers differ, by their names
   * @param promotion who makes one of them the champion
   * @param newLearner gives one that has learned nothing
   * @throws IllegalArgumentException if settings do not fit each other
   */
  public Contest(
      Learner champion,
      LearnerSettings base,
      Map<String, ChallengerSettings> others,
      PromotionSettings promotion,
      Function<LearnerSettings, Learner> newLearner) {
    this.champion = champion;
    this.settings = new TreeMap<>();
    settings.put(ChallengerSettings.BASE, base);
    others.forEach((each, other) -> settings.put(each, base.with(other)));
    this.challengers = new Challengers(settings, newLearner);
    this.comparable = haveOneLoss(settings.values());
    this.answersDrift = isWantedBy(base);
    this.onlyFresh = promotion instanceof PromotionSettings.Manual;
    this.clock = new PromotionClock(pace(promotion));
    others.keySet().forEach(each -> challengers.begin(each, name));
    champion.challengedBy(this);
  }

  /** Who begins anew has a label's scale of its own, by which losses would not be one. */
  private static boolean haveOneLoss(Collection<LearnerSettings> all) {
    return all.stream().map(LearnerSettings::loss).distinct().count() == 1
        && all.stream().allMatch(each -> each.sample().label().scale().isEmpty());
  }

  /** Whether a learner with these settings has a contest, though it has no challengers. */
  public static boolean isWantedBy(LearnerSettings settings) {
    return settings.drift().filter(each -> each.react().contains(Reaction.CHALLENGER)).isPresent();
  }

  /** Who begins anew for a change of the world is promoted by the losses in any case. */
  private Optional<PromotionSettings.Automatic> pace(PromotionSettings promotion) {
    if (promotion instanceof PromotionSettings.Automatic automatic) {
      return Optional.of(automatic);
    }
    return answersDrift ? Optional.of(new PromotionSettings.Automatic()) : Optional.empty();
  }

  /** The name of who is published. */
  public String championName() {
    return name;
  }

  /** The names of all others. */
  public List<String> names() {
    return challengers.names();
  }

  /**
   * What there is to say of who began anew or was dropped when it was last restored, a line each.
   */
  public List<String> news() {
    return news;
  }

  /**
   * Has the challengers learn a batch behind the champion.
   *
   * @param own what the champion predicted of it, null where it learned none of it
   * @param step how many steps the champion had taken before
   * @param tried whether steps are tried before they are taken
   * @return whether there is another champion now
   * @throws RefusedStepException if a challenger's step that was not tried cannot be taken; all of
   *     them want to be restored then
   */
  public boolean learn(MiniBatch batch, @Nullable StepResult own, long step, boolean tried) {
    boolean whole = own != null && own.rows() == batch.rows();
    double loss = own != null && whole ? measure(own) : Double.NaN;
    for (int i = 0; i < challengers.count(); i++) {
      StepResult theirs = learn(i, batch, step, tried);
      if (theirs != null && whole) {
        challengers.at(i).test().add(loss - measure(theirs));
      }
    }
    for (int i = 0; i < challengers.count(); i++) {
      if (challengers.at(i).hasDiverged()) {
        challengers.beginAnew(challengers.nameAt(i), name, samples());
      }
    }
    if (answersDrift) {
      answerDrift();
    }
    return clock.strikes(samples()) && judge();
  }

  /** Behind another mark of the champion's somebody begins anew, who has its time to get better. */
  private void answerDrift() {
    long now = champion.drift().map(DriftMonitor::marked).orElse(0L);
    if (now != marks && now > 0) {
      challengers.beginAnew(ChallengerSettings.FRESH, name, samples());
      beginWindow();
    }
    marks = now;
  }

  private @Nullable StepResult learn(int index, MiniBatch batch, long step, boolean tried) {
    try {
      return challengers.at(index).learn(batch, tried);
    } catch (RefusedStepException refused) {
      throw RefusedStepException.of(step, challengers.nameAt(index), refused);
    }
  }

  /** By the loss that all have, or by one that all can be measured by. */
  private double measure(StepResult result) {
    return comparable ? result.loss() : result.standardLoss();
  }

  private long samples() {
    return champion.counters().samples();
  }

  private boolean judge() {
    Optional<String> best = clock.isCoolingDown(samples()) ? Optional.empty() : best();
    best.ifPresent(this::promote);
    beginWindow();
    return best.isPresent();
  }

  private Optional<String> best() {
    return challengers.all().entrySet().stream()
        .filter(each -> !onlyFresh || each.getKey().equals(ChallengerSettings.FRESH))
        .filter(each -> each.getValue().test().errors() >= SURE && isSound(each.getValue()))
        .max(Map.Entry.comparingByValue(Contest::byMean))
        .map(Map.Entry::getKey);
  }

  private static int byMean(Challenger one, Challenger other) {
    return Double.compare(one.test().mean(), other.test().mean());
  }

  private static boolean isSound(Challenger challenger) {
    return Float.isFinite(challenger.learner().largestParameter());
  }

  private void beginWindow() {
    clock.beginWindow(samples());
    challengers.all().values().forEach(each -> each.test().reset());
  }

  /** Whether the last batch was learned whole by all challengers. */
  public boolean isWhole() {
    for (int i = 0; i < challengers.count(); i++) {
      if (challengers.at(i).hasLeftOut()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes a challenger the champion, and the champion a challenger.
   *
   * @throws IllegalArgumentException if there is none of this name, or its parameters are no finite
   *     numbers
   */
  public void promote(String challenger) {
    if (!challengers.all().containsKey(challenger)) {
      throw new IllegalArgumentException(
          "promote must name one of %s: %s".formatted(challengers.all().keySet(), challenger));
    }
    if (!isSound(NamedState.require(challengers.all(), challenger))) {
      throw new IllegalArgumentException(
          "promote must name one that has not diverged: " + challenger);
    }
    seat(challenger);
    clock.promoted(samples());
    beginWindow();
  }

  /**
   * The one of this name and the champion trade places. Who began anew has the champion's settings
   * and gets its name, and nobody has any use for another of these.
   */
  private void seat(String next) {
    Challenger challenger = challengers.remove(next);
    if (challenger != null) {
      champion.exchange(challenger.learner());
      if (!next.equals(ChallengerSettings.FRESH)) {
        challengers.put(name, challenger);
        name = next;
      }
      challengers.remove(ChallengerSettings.FRESH);
      marks = champion.drift().map(DriftMonitor::marked).orElse(0L);
    }
  }

  /** A snapshot of all, from the champion's. */
  Snapshot joined(Snapshot own) {
    JointSnapshot joint = JointSnapshot.of(name, own.with(told(own.version(), figures())));
    for (Map.Entry<String, Challenger> each : challengers.all().entrySet()) {
      joint = joint.with(each.getKey(), each.getValue().learner().whole());
    }
    return joint.with(state()).snapshot();
  }

  /** What it would be, but for the challengers' tensors. */
  Snapshot outlined(Snapshot own) {
    Map<String, Object> longest = new LinkedHashMap<>(figures());
    longest.put(
        "figures",
        Collections.nCopies(LONGEST_FIGURES * (1 + challengers.count()), -Double.MIN_NORMAL));
    JointSnapshot joint = JointSnapshot.of(name, own.with(told(own.version(), longest)));
    for (Map.Entry<String, Challenger> each : challengers.all().entrySet()) {
      joint = joint.with(each.getKey(), each.getValue().learner().outline());
    }
    return joint.with(state()).snapshot();
  }

  private static ModelVersion told(ModelVersion version, Map<String, Object> figures) {
    Map<String, Object> metrics = new LinkedHashMap<>(version.metrics());
    metrics.put(FIGURES, figures);
    return version.withMetrics(metrics);
  }

  private Map<String, double[]> state() {
    Map<String, double[]> state = challengers.state();
    state.put(CLOCK, clock.state());
    return state;
  }

  /** How many numbers a checkpoint has of the challengers at most. */
  long numberCount() {
    return challengers.all().values().stream().mapToLong(Challenger::numberCount).sum();
  }

  /** Why all of them are refused where they do not go in one record. */
  public String whyNotInBlocks() {
    return String.format(
        Locale.ROOT,
        "challengers must be left out, or be fewer, where a version or its state is too large for one"
            + " record: they have %,d and %,d numbers; or raise max.message.bytes of the model's"
            + " topics",
        champion.versionCount(),
        champion.slotCount());
  }

  /**
   * What versions and summaries say of it: who is the {@code champion}, how many {@code promotions}
   * there were and behind how many samples the last was {@code promotedAt}, and of each challenger
   * its {@code figures}.
   */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("champion", name);
    figures.put("promotions", clock.promotions());
    if (clock.promotions() > 0) {
      figures.put("promotedAt", clock.promotedAt());
    }
    figures.put("figures", challengers.describe());
    return figures;
  }

  /**
   * Takes up the challengers of a snapshot, and who was who, and gives the champion's own.
   *
   * <p>Who is not in it, or was learned with other settings, begins anew; who is not configured any
   * more is dropped. If that was the champion, the configuration without challengers goes on in its
   * place.
   */
  Snapshot restore(Snapshot snapshot) {
    JointSnapshot joint = new JointSnapshot(snapshot);
    Map<String, Map<String, String>> saved = joint.challengers();
    List<String> lines = new ArrayList<>();
    seat(championIn(joint));
    challengers.forget(joint.contest());
    Set<String> wanted = new TreeSet<>(settings.keySet());
    wanted.remove(name);
    if (answersDrift && saved.containsKey(ChallengerSettings.FRESH)) {
      wanted.add(ChallengerSettings.FRESH);
    }
    for (String each : wanted) {
      challengers.begin(each, name);
      lines.addAll(challengers.restore(each, name, joint));
    }
    marks = DriftMonitor.markedBy(joint.champion().checkpoint().numbers());
    saved.keySet().stream()
        .filter(each -> !challengers.all().containsKey(each))
        .forEach(
            each -> lines.add("challenger %s is dropped: it is not configured".formatted(each)));
    clock.restore(joint.contest().getOrDefault(CLOCK, new double[3]));
    news = List.copyOf(lines);
    return joint.champion();
  }

  private String championIn(JointSnapshot joint) {
    String champion = joint.championName();
    return settings.containsKey(champion) ? champion : ChallengerSettings.BASE;
  }

  /**
   * Checks that a snapshot's champion was learned with the settings of its name.
   *
   * @throws ConfigurationChangedException if not
   */
  void requireSame(Snapshot snapshot) {
    JointSnapshot joint = new JointSnapshot(snapshot);
    NamedState.require(settings, championIn(joint))
        .requireSame(snapshot.version().model(), joint.champion().checkpoint().configuration());
  }
}
