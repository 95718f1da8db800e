package io.gradstream.autograd;

import static io.gradstream.autograd.GradientCheck.leaf;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.CompiledClasses;
import io.gradstream.nn.Mse;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No operation without a check of its gradient: one that has no example here fails. */
class OpCompletenessTest {
  /** An operation of every kind, over one parameter of two rows and three columns. */
  private static final Map<Class<? extends Op>, Function<Parameter, Variable>> EXAMPLES =
      Map.ofEntries(
          entry(MatMul.class, x -> x.matmul(leaf("other", 3, 2))),
          entry(Linear.class, x -> x.linear(leaf("weight", 4, 3))),
          entry(Add.class, x -> x.add(leaf("row", 3))),
          entry(Sub.class, x -> x.sub(leaf("row", 3))),
          entry(Mul.class, x -> x.mul(leaf("row", 3))),
          entry(Relu.class, Variable::relu),
          entry(LeakyRelu.class, x -> x.leakyRelu(0.2)),
          entry(Elu.class, x -> x.elu(0.7)),
          entry(Gelu.class, Variable::gelu),
          entry(Silu.class, Variable::silu),
          entry(Softplus.class, x -> x.softplus(1.7)),
          entry(Tanh.class, Variable::tanh),
          entry(Sigmoid.class, Variable::sigmoid),
          entry(LogSoftmax.class, Variable::logSoftmax),
          entry(Softmax.class, Variable::softmax),
          entry(LayerNorm.class, x -> x.layerNorm(leaf("weight", 3), leaf("bias", 3), 0.1)),
          entry(Dropout.class, x -> x.dropout(new DropoutMask(0, 1))),
          entry(Embedding.class, table -> Variable.of(Tensor.zeros(2, 2)).embedding(table, 1)),
          entry(Embeddings.class, OpCompletenessTest::embeddings),
          entry(SparseLinear.class, OpCompletenessTest::sparseLinear),
          entry(Sum.class, Variable::sum),
          entry(RowLoss.class, x -> new Mse().forward(x, Variable.of(Tensor.zeros(2, 3)))));

  /** Whose parameter must be sparse. */
  private static final Set<Class<?>> SPARSE = Set.of(Embeddings.class, SparseLinear.class);

  static Stream<Class<? extends Op>> ops() {
    return CompiledClasses.of(Op.class).stream();
  }

  @Test
  void ops_thatHaveAnExample_areAllThatThereAre() {
    assertThat(CompiledClasses.of(Op.class)).containsExactlyInAnyOrderElementsOf(EXAMPLES.keySet());
  }

  @ParameterizedTest
  @MethodSource("ops")
  void op_ofEveryKind_hasTheGradientOfItsValue(Class<?> op) {
    assertThat(EXAMPLES).as("an example of every operation").containsKey(op.asSubclass(Op.class));
    Tensor value = leaf("x", 2, 3).value();
    Parameter x = SPARSE.contains(op) ? Parameter.sparse("x", value) : new Parameter("x", value);

    Variable output = EXAMPLES.getOrDefault(op.asSubclass(Op.class), same -> same).apply(x);

    assertThat(output.maker()).isInstanceOf(op);
    GradientCheck.check(output, x);
  }

  private static Variable embeddings(Parameter table) {
    SparseInput sparse = noColumns();
    sparse.use(sparse.rows(), new int[] {1, 0});
    return Variable.of(Tensor.zeros(2, 1)).embeddings(sparse, List.of(table));
  }

  private static Variable sparseLinear(Parameter weight) {
    SparseRows rows = new SparseRows(2, 2);
    rows.append(1, 1);
    rows.acceptRow();
    rows.append(0, 1);
    rows.acceptRow();
    return Variable.of(Tensor.zeros(2, 0))
        .sparseLinear(new int[0], new SparseInput(rows), weight, null);
  }

  private static SparseInput noColumns() {
    SparseRows rows = new SparseRows(2, 1);
    rows.acceptRow();
    rows.acceptRow();
    return new SparseInput(rows);
  }
}
