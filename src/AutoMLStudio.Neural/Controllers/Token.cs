namespace AutoMLStudio.Neural.Controllers;

/// <summary>
/// A step of a controller, in the order in which it decides ([Pham2018], §2): what it decides, if anything, and what it reads next. States of earlier
/// steps that later ones may point to are called anchors.
/// </summary>
internal abstract record Token
{
    /// <summary>Numbers that the step decides, where <paramref name="anchors"/> anchors stand before it.</summary>
    public virtual int Width(int anchors) => 0;

    /// <summary>Anchors after the step.</summary>
    public virtual int Anchors(int before) => before;
}

/// <summary>One of several names: 0 to <paramref name="Count"/> - 1. The next step reads the vector of the one chosen.</summary>
/// <param name="Table">Picks of one table share their weights.</param>
/// <param name="Count">Names in the table.</param>
/// <param name="Bias">Added to each name's logit and not learnt; null for nothing.</param>
internal sealed record Pick(string Table, int Count, IReadOnlyList<float>? Bias = null) : Token
{
    public override int Width(int anchors) => 1;
}

/// <summary>One of the anchors, the first one 0. The next step reads its state.</summary>
/// <param name="Distinct">Never the anchor that the refer before it chose.</param>
/// <param name="Near">
/// As recurrent cells are drawn: a sixth of the squared distance is taken off an anchor's logit, the state read is divided by 0.1 and the distance
/// together, and the step becomes an anchor itself.
/// </param>
internal sealed record Refer(bool Distinct = false, bool Near = false) : Token
{
    public override int Width(int anchors) => 1;

    public override int Anchors(int before) => Near ? before + 1 : before;
}

/// <summary>
/// Any of the anchors: a 0 or 1 for each. The next step reads the sum of their states over one more than their number; the step becomes an anchor.
/// </summary>
internal sealed record Skips : Token
{
    public override int Width(int anchors) => anchors;

    public override int Anchors(int before) => before + 1;
}

/// <summary>Decides nothing: becomes an anchor for what was not decided, such as a cell's input, of which later steps read zeros.</summary>
/// <param name="Steps">Whether the controller takes a step for it; otherwise it stands for zeros in the attention, too.</param>
internal sealed record Given(bool Steps = true) : Token
{
    public override int Anchors(int before) => before + 1;
}

/// <summary>Decides nothing: becomes an anchor for all that was decided since the one before. The next step reads the start vector.</summary>
internal sealed record Joined : Token
{
    public override int Anchors(int before) => before + 1;
}

/// <summary>Decides nothing and takes no step: forgets the anchors, keeps the state. The next step reads the start vector.</summary>
internal sealed record Section : Token
{
    public override int Anchors(int before) => 0;
}
