using MudBlazor;

namespace AutoMLStudio.Web.Components.Layout;

/// <summary>The studio's look: quiet greys, one blue, system fonts; every text at least 4.5 : 1 against its ground.</summary>
internal static class StudioTheme
{
    private static readonly string[] Fonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Cantarell", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "52px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography
            {
                FontFamily = Fonts,
                FontSize = "0.875rem",
                FontWeight = "550",
                TextTransform = "none",
                LetterSpacing = "normal",
            },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "1rem", FontWeight = "600", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "0.875rem", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.875rem", LetterSpacing = "normal" },
        },
    };

    private static PaletteLight Light() => new()
    {
        Primary = "#1d5fc4",
        Secondary = "#5b6472",
        Success = "#1f7a4d",
        Warning = "#9a5b00",
        Error = "#c0342c",
        Info = "#1d5fc4",
        Background = "#f7f8fa",
        Surface = "#ffffff",
        AppbarBackground = "#ffffff",
        AppbarText = "#1b1f27",
        TextPrimary = "#1b1f27",
        TextSecondary = "#5b6472",
        ActionDefault = "#5b6472",
        LinesDefault = "#e3e6eb",
        LinesInputs = "#c4cad4",
        TableLines = "#e3e6eb",
        TableHover = "#f2f5f9",
        Divider = "#e3e6eb",
    };

    private static PaletteDark Dark() => new()
    {
        Primary = "#7db0ff",
        PrimaryContrastText = "#0c1626",
        Secondary = "#9ca7b8",
        Success = "#63c996",
        Warning = "#e5ad55",
        Error = "#ff8a80",
        Info = "#7db0ff",
        Background = "#12151b",
        Surface = "#1a1e26",
        AppbarBackground = "#1a1e26",
        AppbarText = "#e6e9ef",
        TextPrimary = "#e6e9ef",
        TextSecondary = "#9ca7b8",
        ActionDefault = "#9ca7b8",
        LinesDefault = "#2c323d",
        LinesInputs = "#454d5c",
        TableLines = "#2c323d",
        TableHover = "#20252f",
        Divider = "#2c323d",
    };
}
