package io.gradstream.settings;

/**
 * Settings of which there are several kinds, a record each, told apart by a {@code type} word.
 *
 * <p>What a sealed interface is without saying so. One that is not sealed, so that its records need
 * not be known where it is, has a list of them elsewhere.
 */
public interface ChosenByType {}
