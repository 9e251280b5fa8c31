namespace AutoMLStudio.Web.Components.Forms;

/// <summary>A study as a command line.</summary>
internal static class StudyScript
{
    private const string Mark = "STUDY";

    /// <summary>
    /// Writes the file and runs it: for a POSIX shell, in the studio's folder. The text between the marks is taken as it stands, whatever the shell
    /// would make of it elsewhere.
    /// </summary>
    public static string Of(string yaml)
    {
        var lines = yaml.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var mark = Mark;
        while (lines.Contains(mark)) mark += "_";
        return $"cat > study.yaml <<'{mark}'\n{string.Join('\n', lines)}\n{mark}\n./studio run study.yaml\n";
    }
}
