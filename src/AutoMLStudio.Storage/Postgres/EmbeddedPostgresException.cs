namespace AutoMLStudio.Storage.Postgres;

/// <summary>The private PostgreSQL cannot be used; the message says why and what to do, in one or two sentences for the person.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
