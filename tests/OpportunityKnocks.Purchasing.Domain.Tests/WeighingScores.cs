using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using OpportunityKnocks.Purchasing.Domain.Scoring;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

public sealed class WeighingScores
{
    [TestCase("1", 1_000_000)]
    [TestCase("0.333333", 333_333)]
    [TestCase("0", 0)]
    public void reads_a_score_and_writes_it_back(string text, long millionths)
    {
        Assert.That(Score.TryParse(text, out var score), Is.True);

        Assert.That((score.Millionths, score.ToString()), Is.EqualTo((millionths, text)));
    }

    [Test]
    public void is_the_weighted_mean_to_the_nearest_millionth()
    {
        var weightsAndScores = Gen.Select(Gen.Int[1, 19], Gen.Long[0, 1_000_000]).Array[1, 5];

        weightsAndScores.Sample(
            given =>
            {
                var evaluation = Evaluation([.. given.Select(g => g.Item1)]);
                var agreed = evaluation.Criteria.Zip(given, (c, g) => Agreed(c.Id, g.Item2)).ToList();

                var q = QualityScore.Of(evaluation, agreed)!.Value;

                var exact = given.Sum(g => g.Item1 * (decimal)g.Item2) / given.Sum(g => g.Item1);
                return Math.Abs(q - exact) <= 0.5m && q is >= 0 and <= 1_000_000;
            },
            iter: 2_000);
    }

    [Test]
    public void is_nothing_while_one_is_missing()
    {
        var evaluation = Evaluation(30, 10);

        Assert.That(QualityScore.Of(evaluation, [Agreed(evaluation.Criteria[0].Id, 1_000_000)]), Is.Null);
        Assert.That(QualityScore.Of(RoundEvaluation.Usual, []), Is.Zero);
    }

    [TestCase(100)]
    [TestCase(60, 40)]
    [TestCase(0)]
    [TestCase(50, -1)]
    public void leaves_something_for_the_price(params int[] weights)
    {
        var plan = SampleRound.Plan with { Evaluation = Evaluation(weights) };

        var refused = Assert.Throws<DomainException>(() => SampleRound.Draft(plan));

        Assert.That(refused!.Code, Is.EqualTo("weightsOutOfRange"));
    }

    [Test]
    public void says_what_full_quality_may_cost_more()
    {
        Assert.That(Evaluation(30, 20).QualityPremiumPercent, Is.EqualTo(new Fraction(100, 1)));
        Assert.That(RoundEvaluation.Usual.QualityPremiumPercent, Is.EqualTo(Fraction.Zero));
        Assert.That(Evaluation(99).QualityPremiumPercent, Is.EqualTo(new Fraction(9900, 1)));
    }

    [Test]
    public void takes_no_interest_back()
    {
        var (one, two) = (OrganisationId.New(), OrganisationId.New());
        var declaration = InterestDeclaration.Declare(ClusterId.New(), RoundId.New(), "Asha Patel", true, [one], "x", SampleRound.Published);

        Assert.Throws<DomainException>(() => declaration.Restate(false, [], null, SampleRound.Published));
        Assert.Throws<DomainException>(() => declaration.Restate(true, [two], "x", SampleRound.Published));
        declaration.Restate(true, [one, two], "x", SampleRound.Published);
        declaration.Restate(true, [], "x", SampleRound.Published);

        Assert.That(declaration.Concerns(OrganisationId.New()), Is.True);
        Assert.Throws<DomainException>(() => declaration.Restate(true, [one, two], "x", SampleRound.Published));
        Assert.That(declaration.Version, Is.EqualTo(3));
    }

    private static RoundEvaluation Evaluation(params int[] weights) =>
        new([.. weights.Select((w, i) => new QualityCriterion(QualityCriterionId.New(), i + 1, $"Criterion {i + 1}", null, w))], false);

    private static AgreedScore Agreed(QualityCriterionId criterion, long millionths) =>
        new(criterion, new Score(millionths), "x", "Asha Patel", SampleRound.Published);
}
