package io.gradstream.replica;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.learn.model.LoadedModel;
import io.gradstream.version.ModelDescription;

/** Room for a version, which is loaded while nobody looks. */
final class Slot {
  private LoadedModel model;

  /**
   * Room with a version in it.
   *
   * @throws IllegalArgumentException if it cannot be predicted with
   */
  Slot(AssembledVersion version) {
    this.model = new LoadedModel(version.head(), version.blocks());
  }

  /**
   * Takes over another version.
   *
   * @throws IllegalArgumentException as the constructor does; what was there stays then
   */
  void load(AssembledVersion version) {
    if (ModelDescription.of(version.head()).equals(model.description())) {
      model.load(version.head(), version.blocks());
    } else {
      model = new LoadedModel(version.head(), version.blocks());
    }
  }

  LoadedModel model() {
    return model;
  }
}
