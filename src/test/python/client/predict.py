"""Follows a model up to a version, and predicts: predict.py BROKERS TOPIC MODEL VERSION SAMPLES

For every line of SAMPLES it prints a JSON object as `gradstream predict` does.
"""
import json
import sys
import time

from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

import gradstream


def follow(brokers, topic, name, version):
    consumer = Consumer(
        {"bootstrap.servers": brokers, "group.id": name, "isolation.level": "read_committed"}
    )
    consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
    model = gradstream.Model(name)
    deadline = time.monotonic() + 120
    while model.version < version:
        assert time.monotonic() < deadline, f"version {model.version} is the last that came"
        record = consumer.poll(1)
        if record is not None and record.error() is None:
            model.accept(record.key(), record.value(), record.headers())
    consumer.close()
    return model


def answer(model, line):
    try:
        prediction = model.predict(line)
    except gradstream.RejectedSample as reason:
        return {"error": str(reason)}
    several = isinstance(prediction, dict)
    return {"probabilities" if several else "prediction": prediction, "version": model.version}


def main(brokers, topic, name, version, samples):
    model = follow(brokers, topic, name, int(version))
    with open(samples, "rb") as lines:
        for line in lines:
            print(json.dumps(answer(model, line)))


main(*sys.argv[1:])
