using AutoMLStudio.Core.Numerics;
using TorchSharp;

namespace AutoMLStudio.Surrogates.Tests;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void Cores_are_shared_out_among_workers_and_every_worker_has_one()
    {
        TorchRuntime.Configure(1);
        torch.get_num_threads().ShouldBe(Environment.ProcessorCount);
        TorchRuntime.Configure(10_000);
        torch.get_num_threads().ShouldBe(1);
    }

    [Fact]
    public void No_worker_at_all_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => TorchRuntime.Configure(0));

    [Fact]
    public void The_allocator_of_the_system_takes_the_settings()
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/x86_64-linux-gnu"), "A system with glibc is needed.");
        NativeMemory.TuneAllocator().ShouldBeTrue();
    }

    [Fact]
    public void Threads_that_wait_are_let_sleep_unless_a_person_has_said_otherwise()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU OpenMP is needed.");
        NativeThreads.WaitAsleep().ShouldBe(Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null);
        torch.zeros(3).sum().item<float>().ShouldBe(0);
    }
}
