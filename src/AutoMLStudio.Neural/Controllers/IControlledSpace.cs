using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Neural.Controllers;

/// <summary>A space whose architectures a controller can write.</summary>
internal interface IControlledSpace
{
    /// <summary>What the controller decides, step by step.</summary>
    IReadOnlyList<Token> Tokens { get; }

    /// <summary>Settings of the controller that the literature has for this space.</summary>
    ControllerSettings Settings { get; }

    /// <summary>The architecture that was written.</summary>
    /// <param name="values">What was decided, in the order of the tokens.</param>
    Architecture Read(IReadOnlyList<int> values);
}
