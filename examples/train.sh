#!/bin/sh
# An external trial for AutoML Studio in plain shell. The configuration comes as JSON on standard input, for example
#   {"learning_rate":0.05,"momentum":0.9}
# and STUDIO_BUDGET says how many steps to take. Each printed line of JSON is a report; the rest is the trial's log.
#
# The task: walk down Rosenbrock's valley f(x, y) = (1 - x)^2 + 10 (y - x^2)^2 from (-1, 1) by gradient descent with momentum. The
# gradient is cut to length 1, so that a step too long shows as a bad value and not as an overflow.
set -eu

config=$(cat)
number() { printf '%s' "$config" | sed -n "s/.*\"$1\": *\([-+0-9.eE]*\).*/\1/p"; }

learning_rate=$(number learning_rate)
momentum=$(number momentum)
echo "learning rate $learning_rate, momentum $momentum"

awk -v rate="$learning_rate" -v momentum="$momentum" -v steps="${STUDIO_BUDGET:-30}" 'BEGIN {
    x = -1; y = 1; vx = 0; vy = 0
    for (step = 1; step <= steps; step++) {
        gx = -2 * (1 - x) - 40 * x * (y - x * x)
        gy = 20 * (y - x * x)
        size = sqrt(gx * gx + gy * gy)
        if (size > 1) { gx /= size; gy /= size }
        vx = momentum * vx - rate * gx
        vy = momentum * vy - rate * gy
        x += vx
        y += vy
        value = (1 - x) ^ 2 + 10 * (y - x * x) ^ 2
        printf "{\"step\":%d,\"value\":%.9g}\n", step, value
        fflush()
    }
    printf "{\"value\":%.9g}\n", value
}'
