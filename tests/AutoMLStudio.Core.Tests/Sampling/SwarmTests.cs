using AutoMLStudio.Core.Evolution;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Sampling;

/// <summary>Particle swarm and differential evolution: what one step does, and that many lead to the minimum.</summary>
public sealed class SwarmTests
{
    private static readonly SearchSpace Line = Make.Space(new FloatParameter("x", 0, 1));

    [Fact]
    public void A_particle_keeps_its_velocity_where_nothing_pulls_it()
    {
        // From 0.2 to 0.3 with inertia one half: on to 0.35.
        var options = new ParticleSwarmOptions { Particles = 2, Inertia = 0.5, Cognitive = 0, Social = 0 };
        var history = Make.History(At(0, 0.2, 3), At(1, 0.9, 1), At(2, 0.3, 2), At(3, 0.9, 1));
        new ParticleSwarmSampler(options).Suggest(Line, history, Rng.For(1))!["x"].Number.ShouldBe(0.35, 1e-12);
    }

    [Fact]
    public void A_particle_is_pulled_between_itself_and_the_best_of_all()
    {
        var options = new ParticleSwarmOptions { Particles = 2, Inertia = 0, Cognitive = 0, Social = 1 };
        var history = Make.History(At(0, 0.2, 3), At(1, 0.9, 1), At(2, 0.3, 2), At(3, 0.8, 4));
        for (var seed = 0; seed < 50; seed++)
            new ParticleSwarmSampler(options).Suggest(Line, history, Rng.For((ulong)seed))!["x"].Number.ShouldBeInRange(0.3, 0.9);
    }

    [Fact]
    public void A_particle_that_would_leave_the_space_stays_at_its_boundary()
    {
        var options = new ParticleSwarmOptions { Particles = 2, Inertia = 1, Cognitive = 0, Social = 0 };
        var history = Make.History(At(0, 0.5, 3), At(1, 0.4, 1), At(2, 0.9, 2), At(3, 0.4, 1));
        new ParticleSwarmSampler(options).Suggest(Line, history, Rng.For(1))!["x"].Number.ShouldBe(1);
    }

    [Fact]
    public void A_particle_at_the_boundary_has_no_velocity_left_that_would_hold_it_there()
    {
        // It went from 0.5 to the boundary and is pulled back to 0.4: a kept velocity of 0.5 would outweigh most pulls.
        var options = new ParticleSwarmOptions { Particles = 2, Inertia = 1, Cognitive = 0, Social = 1 };
        var history = Make.History(At(0, 0.5, 3), At(1, 0.4, 1), At(2, 1, 4), At(3, 0.45, 2));
        var proposals = Enumerable.Range(0, 50).Select(s => new ParticleSwarmSampler(options).Suggest(Line, history, Rng.For((ulong)s))!["x"].Number);
        proposals.Min().ShouldBeLessThan(0.6);
    }

    [Fact]
    public void A_particle_does_not_jump_to_a_configuration_that_a_person_asked_for()
    {
        // The particle's own way is from 0.2 to 0.3; trial 4 was asked for.
        var options = new ParticleSwarmOptions { Particles = 2, Inertia = 0.5, Cognitive = 0, Social = 0 };
        var history = Make.History(
            At(0, 0.2, 3), At(1, 0.8, 2), At(2, 0.3, 2), At(3, 0.8, 2), At(4, 0.9, 1) with { Enqueued = 1 }, At(5, 0.85, 2));
        new ParticleSwarmSampler(options).Suggest(Line, history, Rng.For(1))!["x"].Number.ShouldBe(0.35, 1e-12);
    }

    [Fact]
    public void A_mutant_is_one_member_moved_by_half_the_difference_of_two_others()
    {
        // Four members, the first challenged: of 0.2, 0.3 and 0.6 the mutants are a + (b − c) / 2.
        var history = Make.History(At(0, 0.9, 1), At(1, 0.2, 2), At(2, 0.3, 3), At(3, 0.6, 4));
        var sampler = new DifferentialEvolutionSampler(new() { Population = 4, Crossover = 1 });
        double[] members = [0.2, 0.3, 0.6];
        var mutants = from a in members from b in members from c in members where a != b && b != c && a != c select a + (b - c) / 2;
        for (var seed = 0; seed < 30; seed++)
        {
            var x = sampler.Suggest(Line, history, Rng.For((ulong)seed))!["x"].Number;
            mutants.Any(m => Math.Abs(m - x) < 1e-9).ShouldBeTrue($"{x}");
        }
    }

    [Fact]
    public void A_member_is_the_best_trial_of_its_place()
    {
        // Without crossover all but one coordinate stay those of the place's best trial, the second of the two.
        var plane = Make.Space(new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1));
        Trial Point(int number, double x, double y, double loss) => Make.Trial(number, TrialState.Completed, 1, loss) with
        {
            Configuration = Make.Configuration(("x", x), ("y", y)),
        };
        var history = Make.History(
            Point(0, 0.1, 0.1, 5), Point(1, 0.2, 0.2, 2), Point(2, 0.3, 0.3, 3), Point(3, 0.6, 0.6, 4), Point(4, 0.75, 0.85, 1), Point(5, 0.2, 0.3, 9),
            Point(6, 0.2, 0.4, 9), Point(7, 0.2, 0.5, 9));
        var child = new DifferentialEvolutionSampler(new() { Population = 4, Crossover = 0 }).Suggest(plane, history, Rng.For(1))!;
        (child["x"].Number == 0.75 || child["y"].Number == 0.85).ShouldBeTrue();
    }

    [Fact]
    public void A_challenger_that_is_no_worse_takes_the_place()
    {
        // On a plateau the population has to move on: the newer of two equal trials is the member.
        var plane = Make.Space(new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1));
        Trial[] trials = [.. Enumerable.Range(0, 8).Select(n => Make.Trial(n, TrialState.Completed, 1, 1) with
        {
            Configuration = Make.Configuration(("x", n / 10.0), ("y", n / 10.0)),
        })];
        var child = new DifferentialEvolutionSampler(new() { Population = 4, Crossover = 0 }).Suggest(plane, Make.History(trials), Rng.For(1))!;
        (child["x"].Number == 0.4 || child["y"].Number == 0.4).ShouldBeTrue();
    }

    [Fact]
    public void Both_come_close_to_the_minimum_of_a_bowl()
    {
        var space = Make.Space([.. Enumerable.Range(0, 4).Select(i => (Parameter)new FloatParameter($"x{i}", -5, 5))]);
        foreach (var sampler in new ISampler[] { new ParticleSwarmSampler(new()), new DifferentialEvolutionSampler(new()) })
        {
            var trials = new List<Trial>();
            for (var n = 0; n < 600; n++)
            {
                var configuration = sampler.Suggest(space, new(Make.Loss, trials), Rng.For(2, n))!;
                trials.Add(Make.Trial(n, TrialState.Completed, 1, configuration.Values.Sum(v => (v.Number - 1) * (v.Number - 1))) with
                {
                    Configuration = configuration,
                });
            }
            trials.Min(t => t.Loss!.Value).ShouldBeLessThan(0.1, sampler.GetType().Name);
        }
    }

    [Fact]
    public void Trials_are_compared_at_the_largest_budget_that_enough_have_reached()
    {
        // After one unit the smallest x looks best, by far; after three, the largest is. Every third trial was let go so far.
        var space = Make.Space(new FloatParameter("x", 0, 1));
        Trial[] trials = [.. Enumerable.Range(0, 90).Select(n => (Number: n, X: (n * 37 + 0.5) % 90 / 90)).Select(t => (t.Number % 3 == 0
            ? Make.Trial(t.Number, TrialState.Completed, 3, t.X - 100, t.X - 100, -t.X) : Make.Trial(t.Number, TrialState.Stopped, 1, t.X - 100)) with
        {
            Configuration = Make.Configuration(("x", t.X)),
        })];
        ISampler[] samplers =
        [
            new ParticleSwarmSampler(new() { Inertia = 0 }), new DifferentialEvolutionSampler(new() { Weight = 0.05, Population = 10 }),
            new Nsga2Sampler(new() { Population = 10 }),
        ];
        foreach (var sampler in samplers)
        {
            double Mean(History history) => Enumerable.Range(0, 200).Average(i => sampler.Suggest(space, history, Rng.For(5, i))!["x"].Number);
            var mixed = Mean(Make.History(trials));
            var compared = Mean(Make.History(trials).WithFidelities([1, 3]));
            compared.ShouldBeGreaterThan(mixed + 0.15, sampler.GetType().Name);
        }
    }

    private static Trial At(int number, double x, double loss) => Make.Trial(number, TrialState.Completed, 1, loss) with
    {
        Configuration = Make.Configuration(("x", x)),
    };
}
