package io.gradstream.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A long interface of which an object has those methods that are called. */
final class PartialInterface {
  private static final Map<Class<?>, Map<Method, Method>> METHODS = new ConcurrentHashMap<>();

  private PartialInterface() {}

  /**
   * An interface's methods as an object has them under the same names.
   *
   * @throws UnsupportedOperationException from those that it has not
   */
  static <T> T of(Class<T> type, Object object) {
    Map<Method, Method> methods =
        METHODS.computeIfAbsent(object.getClass(), known -> new ConcurrentHashMap<>());
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                invoke(
                    methods.computeIfAbsent(method, called -> find(object.getClass(), called)),
                    object,
                    arguments)));
  }

  private static Method find(Class<?> type, Method called) {
    try {
      Method found = type.getDeclaredMethod(called.getName(), called.getParameterTypes());
      found.setAccessible(true);
      return found;
    } catch (NoSuchMethodException missing) {
      throw new UnsupportedOperationException("not simulated: " + called, missing);
    }
  }

  private static @Nullable Object invoke(
      Method method, Object object, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }
}
