package io.gradstream.nn;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Modules one after the other; the parameters of the module at {@code i} are named {@code i.*}. A
 * {@link Linear} and the {@link Relu} behind it run as one.
 */
public final class Sequential implements Module {
  private final List<Module> modules;
  private final List<Module> stages;
  private final Map<String, Parameter> parameters;

  /** A sequence of modules, which become part of it: their parameters take its names. */
  public Sequential(Module... modules) {
    this(List.of(modules));
  }

  /** A sequence of modules, which become part of it: their parameters take its names. */
  public Sequential(List<Module> modules) {
    this.modules = List.copyOf(modules);
    this.stages = stages(modules);
    Map<String, Parameter> named = new LinkedHashMap<>();
    for (int i = 0; i < modules.size(); i++) {
      String prefix = i + ".";
      modules.get(i).namedParameters().forEach((name, one) -> named.put(prefix + name, one));
    }
    named.forEach((name, parameter) -> parameter.rename(name));
    this.parameters = Collections.unmodifiableMap(named);
  }

  @Override
  public Variable forward(Variable input) {
    Variable output = input;
    for (Module stage : stages) {
      output = stage.forward(output);
    }
    return output;
  }

  private static List<Module> stages(List<Module> modules) {
    List<Module> stages = new ArrayList<>();
    Module before = null;
    for (Module module : modules) {
      if (module instanceof Relu && before instanceof Linear linear) {
        stages.set(stages.size() - 1, linear::rectified);
      } else {
        stages.add(module);
      }
      before = module;
    }
    return stages;
  }

  @Override
  public Map<String, Parameter> namedParameters() {
    return parameters;
  }

  @Override
  public void training(boolean learning) {
    modules.forEach(module -> module.training(learning));
  }

  @Override
  public boolean isDifferentInTraining() {
    return modules.stream().anyMatch(Module::isDifferentInTraining);
  }

  @Override
  public Map<String, Double> state() {
    Map<String, Double> state = new LinkedHashMap<>();
    for (int i = 0; i < modules.size(); i++) {
      String prefix = i + ".";
      modules.get(i).state().forEach((name, number) -> state.put(prefix + name, number));
    }
    return Collections.unmodifiableMap(state);
  }

  @Override
  public void restore(Map<String, Double> state) {
    for (int i = 0; i < modules.size(); i++) {
      String prefix = i + ".";
      Map<String, Double> own = new LinkedHashMap<>();
      state.forEach(
          (name, number) -> {
            if (name.startsWith(prefix)) {
              own.put(name.substring(prefix.length()), number);
            }
          });
      modules.get(i).restore(own);
    }
  }
}
