#!/usr/bin/env python3
"""An external trial for AutoML Studio, with nothing beyond Python's standard library.

The studio starts this program once a trial. The configuration comes as JSON on standard input; the environment says how far to go:
STUDIO_BUDGET (epochs in all), STUDIO_STEP (epochs that an earlier run of this trial has reported; 0 for a new trial) and STUDIO_FOLDER
(the trial's own folder, where a checkpoint survives a pause or a crash).

A printed line that is a JSON object with the study's metric is a report; everything else becomes the trial's log.

The task: two interleaved half circles of points, told apart by logistic regression on the monomials x^i y^j with i + j <= degree.
"value" is the mean log loss on points that were not trained on.
"""
import json
import math
import os
import random
import sys


def moons(count, seed):
    """Points (x, y) and labels 0 or 1, in turns."""
    draw = random.Random(seed)
    points, labels = [], []
    for i in range(count):
        angle, label = draw.uniform(0, math.pi), i % 2
        x, y = math.cos(angle), math.sin(angle)
        if label:
            x, y = 1 - x, 0.5 - y
        points.append((x + draw.gauss(0, 0.2), y + draw.gauss(0, 0.2)))
        labels.append(label)
    return points, labels


def features(point, degree):
    x, y = point
    return [x**i * y**j for i in range(degree + 1) for j in range(degree + 1 - i)]


def probability(weights, row):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(w * f for w, f in zip(weights, row))))))


def train_epoch(weights, rows, labels, config, epoch):
    """One pass over the data in an order that the epoch names, so that a resumed run goes on exactly where it was."""
    order = list(range(len(rows)))
    random.Random(epoch).shuffle(order)
    size = config["batch_size"]
    for start in range(0, len(order), size):
        batch = order[start:start + size]
        gradient = [config["weight_decay"] * w for w in weights]
        for i in batch:
            error = probability(weights, rows[i]) - labels[i]
            for k, feature in enumerate(rows[i]):
                gradient[k] += error * feature / len(batch)
        for k, slope in enumerate(gradient):
            weights[k] -= config["learning_rate"] * slope


def evaluate(weights, rows, labels):
    predictions = [probability(weights, row) for row in rows]
    loss = -sum(math.log(p if label else 1 - p) for p, label in zip(predictions, labels)) / len(rows)
    accuracy = sum((p > 0.5) == bool(label) for p, label in zip(predictions, labels)) / len(rows)
    return loss, accuracy


def main():
    config = json.load(sys.stdin)
    epochs = int(float(os.environ.get("STUDIO_BUDGET", "20")))
    folder = os.environ.get("STUDIO_FOLDER")
    checkpoint = os.path.join(folder, "weights.json") if folder else None

    points, labels = moons(200, seed=1)
    rows = [features(p, config["degree"]) for p in points]
    other_points, other_labels = moons(200, seed=2)
    other_rows = [features(p, config["degree"]) for p in other_points]

    weights, epoch = [0.0] * len(rows[0]), 0
    if checkpoint and float(os.environ.get("STUDIO_STEP", "0")) > 0 and os.path.exists(checkpoint):
        with open(checkpoint, encoding="utf-8") as file:
            state = json.load(file)
        weights, epoch = state["weights"], state["epoch"]
        print(f"going on after epoch {epoch}")

    while epoch < epochs:
        epoch += 1
        train_epoch(weights, rows, labels, config, epoch)
        loss, accuracy = evaluate(weights, other_rows, other_labels)
        if checkpoint:
            # Written beside and moved over, so that a crash leaves the old checkpoint or the new one, never half of one.
            with open(checkpoint + ".new", "w", encoding="utf-8") as file:
                json.dump({"weights": weights, "epoch": epoch}, file)
            os.replace(checkpoint + ".new", checkpoint)
        print(json.dumps({"step": epoch, "value": loss, "accuracy": accuracy}), flush=True)


if __name__ == "__main__":
    main()
