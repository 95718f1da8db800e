package io.gradstream.record.avro;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldPath;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.FieldValue.Kind;
import io.gradstream.data.time.TimePart;
import io.gradstream.settings.KnownWords;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Checks that a schema has what a sample is read from. What lies in a map is known by its records
 * only, and of a union it is enough that one branch will do.
 */
final class AvroFit {
  private static final Set<Kind> NAMES = EnumSet.of(Kind.NUMBER, Kind.BOOLEAN, Kind.TEXT);
  private static final Wanted NUMBER = new Wanted(EnumSet.of(Kind.NUMBER));
  private static final Wanted TRUTH = new Wanted(EnumSet.of(Kind.NUMBER, Kind.BOOLEAN));
  private static final Wanted NAME = new Wanted(NAMES);
  private static final Wanted MOMENT = new Wanted(EnumSet.of(Kind.NUMBER, Kind.TEXT));
  private static final Wanted ARRAY = new Wanted(EnumSet.of(Kind.ARRAY), EnumSet.of(Kind.NUMBER));
  private static final Wanted MAP =
      new Wanted(EnumSet.of(Kind.OBJECT), EnumSet.of(Kind.NUMBER, Kind.BOOLEAN));
  private static final Wanted TAGS =
      new Wanted(EnumSet.of(Kind.NUMBER, Kind.BOOLEAN, Kind.TEXT, Kind.ARRAY), NAMES);

  private final Schema schema;

  AvroFit(Schema schema) {
    this.schema = schema;
  }

  /**
   * Checks a sample.
   *
   * @throws IllegalArgumentException if a field is not there, or of a type it cannot be read from
   */
  void require(SampleSettings sample) {
    List<FeatureSettings> features = sample.features();
    for (int i = 0; i < features.size(); i++) {
      require("sample.features[%d]".formatted(i), features.get(i), sample);
    }
    LabelSettings label = sample.label();
    boolean number = label.type() == LabelSettings.Type.NUMERIC;
    require("sample.label", label.field(), number ? NUMBER : NAME);
    sample.weight().ifPresent(field -> require("sample.weight", field, NUMBER));
  }

  private void require(String key, FeatureSettings feature, SampleSettings sample) {
    List<String> fields = sample.fields(feature);
    for (int i = 0; i < fields.size(); i++) {
      boolean factor = feature.type() == FeatureSettings.Type.SLOPE && i == 0;
      require(key, fields.get(i), factor ? NUMBER : wanted(feature.type()));
    }
    if (feature.type() == FeatureSettings.Type.TIMESTAMP) {
      requireDay(key, feature);
    }
  }

  private static Wanted wanted(FeatureSettings.Type type) {
    return switch (type) {
      case ARRAY -> ARRAY;
      case BOOLEAN -> TRUTH;
      case CATEGORICAL, CROSS, SLOPE, TEXT -> NAME;
      case MAP -> MAP;
      case BINS, NUMERIC, PRODUCT, SQUARE -> NUMBER;
      case TAGS -> TAGS;
      case TIMESTAMP -> MOMENT;
    };
  }

  private void require(String key, String field, Wanted wanted) {
    List<Schema> types = types(key, FieldPath.parse(field));
    if (types.isEmpty() || types.stream().anyMatch(wanted::fits)) {
      return;
    }
    boolean inside = types.stream().anyMatch(wanted::fitsOutside);
    throw new IllegalArgumentException(
        "%s: field %s is of type %s in input.avro.schema, which is not %s"
            .formatted(
                key,
                field,
                inside ? namesInside(types) : names(types),
                inside ? wanted.wordsInside() : wanted.words()));
  }

  private static String names(List<Schema> types) {
    return String.join(" or ", types.stream().map(AvroType::name).distinct().toList());
  }

  private static String namesInside(List<Schema> types) {
    return String.join(" or ", types.stream().map(AvroFit::nameInside).toList());
  }

  private static String nameInside(Schema type) {
    List<Schema> inner = inner(type).stream().flatMap(List::stream).toList();
    return AvroType.name(type) + (inner.isEmpty() ? "" : " of " + names(inner));
  }

  /**
   * The types but null of each thing in a type that holds some, of a record's those that must be.
   */
  private static List<List<Schema>> inner(Schema type) {
    return switch (type.getType()) {
      case ARRAY -> List.of(branches(type.getElementType()));
      case MAP -> List.of(branches(type.getValueType()));
      case RECORD ->
          type.getFields().stream()
              .map(Schema.Field::schema)
              .filter(schema -> !schema.isNullable())
              .map(AvroFit::branches)
              .toList();
      default -> List.of();
    };
  }

  /** What a field may be, and what the elements of an array or the entries of an object may be. */
  private record Wanted(Set<Kind> kinds, Set<Kind> elements) {
    /** Where what is inside is not looked at. */
    Wanted(Set<Kind> kinds) {
      this(kinds, Set.of());
    }

    boolean fits(Schema type) {
      return fitsOutside(type)
          && inner(type).stream()
              .allMatch(each -> each.isEmpty() || each.stream().anyMatch(one -> is(one, elements)));
    }

    boolean fitsOutside(Schema type) {
      return is(type, kinds);
    }

    private static boolean is(Schema schema, Set<Kind> kinds) {
      AvroType type = AvroType.of(schema);
      return type != AvroType.OPAQUE && kinds.contains(type.kind());
    }

    String words() {
      return words(kinds);
    }

    String wordsInside() {
      return words() + " of " + words(elements);
    }

    private static String words(Set<Kind> kinds) {
      return String.join(
          " or ", kinds.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList());
    }
  }

  /** A time of the day has an hour and no more. */
  private void requireDay(String key, FeatureSettings time) {
    List<Schema> types = types(key, FieldPath.parse(time.field()));
    boolean hourOnly = time.parts().equals(List.of(TimePart.HOUR));
    if (!hourOnly && types.stream().map(AvroType::of).anyMatch(AvroType::isTimeOfDay)) {
      throw new IllegalArgumentException(
          "%s: field %s is of type %s in input.avro.schema, of which only the hour is a part"
              .formatted(key, time.field(), names(types)));
    }
  }

  /** The types but null that the end of a path has; none where records alone tell. */
  private List<Schema> types(String key, FieldPath path) {
    List<Schema> at = List.of(schema);
    for (String name : path.names()) {
      List<Schema> next = new ArrayList<>();
      List<String> known = new ArrayList<>();
      for (Schema outer : at) {
        if (outer.getType() == Schema.Type.MAP) {
          return List.of();
        }
        if (outer.getType() == Schema.Type.RECORD) {
          outer.getFields().forEach(field -> known.add(field.name()));
          Schema.Field field = outer.getField(name);
          next.addAll(field == null ? List.of() : branches(field.schema()));
        }
      }
      if (next.isEmpty()) {
        throw missing(key, path, name, known);
      }
      at = next;
    }
    return at;
  }

  private static List<Schema> branches(Schema schema) {
    List<Schema> branches =
        schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    return branches.stream().filter(branch -> branch.getType() != Schema.Type.NULL).toList();
  }

  private static IllegalArgumentException missing(
      String key, FieldPath path, String name, List<String> known) {
    String meant =
        new KnownWords(known).nearest(name).map(word -> "; did you mean " + word + "?").orElse("");
    return new IllegalArgumentException(
        "%s: input.avro.schema has no field %s: where %s would be it has %s%s"
            .formatted(key, path, name, String.join(", ", known), meant));
  }
}
