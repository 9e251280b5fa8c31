namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>A trial in a few lines, ready to be copied: it searches the parameters that the wizard begins with.</summary>
internal static class CommandSample
{
    /// <summary>In Python.</summary>
    public const string Python = """
        import json, os, sys
        config = json.load(sys.stdin)
        for step in range(1, int(float(os.environ["STUDIO_BUDGET"])) + 1):
            value = (config["learning_rate"] - 0.01) ** 2 + 1 / (step * config["units"])
            print(json.dumps({"step": step, "value": value}), flush=True)
        """;

    /// <summary>In plain shell.</summary>
    public const string Shell = """
        #!/bin/sh
        config=$(cat)
        rate=$(printf '%s' "$config" | sed -n 's/.*"learning_rate": *\([0-9.eE+-]*\).*/\1/p')
        echo "learning rate $rate"
        awk -v rate="$rate" 'BEGIN { printf "{\"value\": %.9g}\n", (rate - 0.01) ^ 2 }'
        """;
}
