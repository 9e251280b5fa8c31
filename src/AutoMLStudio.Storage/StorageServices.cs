using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Storage.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace AutoMLStudio.Storage;

/// <summary>Adds storage to an application.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds the data source, the factory of <see cref="StudyContext"/>, <see cref="IStudyStore"/>, <see cref="TrialLeases"/>,
    /// <see cref="StudyNotifications"/> (start it with <see cref="StudyNotifications.Start"/>) and the <see cref="BlobStore"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="connectionString">Connects to the studio's database.</param>
    /// <param name="blobFolder">Where files are kept, for example <c>.studio/blobs</c>.</param>
    public static IServiceCollection AddStudioStorage(this IServiceCollection services, string connectionString, string blobFolder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NewSource(connectionString));
        services.AddDbContextFactory<StudyContext>(
            (provider, builder) => StudyContext.Configure(builder, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<StudyNotifications>();
        services.AddSingleton<StudyStore>();
        services.AddSingleton<IStudyStore>(provider => provider.GetRequiredService<StudyStore>());
        services.AddSingleton<TrialLeases>();
        services.AddSingleton<TrialRequestQueue>();
        services.AddSingleton<TrialLogs>();
        services.AddSingleton(_ => new BlobStore(blobFolder));
        return services;
    }

    /// <summary>The connections that storage works with.</summary>
    public static NpgsqlDataSource NewSource(string connectionString) =>
        // Nobody may leave state in a session of this source (session locks, settings): then returning a connection to the pool need not wipe it,
        // which costs as much as a small append.
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true });
}
