package io.gradstream.nn;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Variable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Modules one after the other; the parameters of the module at {@code i} are named {@code i.*}. */
public final class Sequential implements Module {
  private final List<Module> modules;
  private final Map<String, Parameter> parameters;

  /** A sequence of modules, which become part of it: their parameters take its names. */
  public Sequential(Module... modules) {
    this(List.of(modules));
  }

  /** A sequence of modules, which become part of it: their parameters take its names. */
  public Sequential(List<Module> modules) {
    this.modules = List.copyOf(modules);
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
    for (Module module : modules) {
      output = module.forward(output);
    }
    return output;
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
