using CsCheck;
using OpportunityKnocks.Purchasing.Domain.Awards;
using OpportunityKnocks.Purchasing.Domain.Ledger;
using OpportunityKnocks.Purchasing.Domain.Pricing;
using OpportunityKnocks.Purchasing.Domain.Rounds;
using static OpportunityKnocks.Purchasing.Domain.Tests.Sample;

namespace OpportunityKnocks.Purchasing.Domain.Tests;

/// <summary>Settlements, deliveries, other invoices, credit notes, joining, varying and leaving in random order, by the code that does it.</summary>
public sealed class KeepingARunningAgreement
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 6], Gen.Int[0, 7], Gen.Int[1, 6], Gen.Long[0, 30], Gen.Long[0, 40_000], (what, who, period, units, pence) => new Step(what, who, period, units, pence));

    private static readonly Gen<(Book Book, IReadOnlyList<Step> Steps)> Sequences = Gen.Select(
        Gen.Long[1, 12].List[2, 6],
        Gen.Int[0, 2].Select(i => new[] { "0", "9.99", "12.3456" }[i]),
        Gen.Long[0, 3_000],
        Gen.Long[0, 500],
        Gen.Int[0, 2].Select(i => new[] { 0, 500, 2_000 }[i]),
        Steps.List[5, 40],
        (quantities, price, fee, perMember, vat, steps) => (Book.Open(quantities, price, fee, perMember, vat), (IReadOnlyList<Step>)steps));

    [Test]
    public void always_adds_up() => Check(iterations: 1_000);

    [Test]
    [Explicit]
    [Category(Effort.CampaignCategory)]
    public void always_adds_up_ten_thousand_times() => Check(iterations: 10_000);

    [Test]
    public void takes_every_kind_of_step()
    {
        var taken = new HashSet<int>();
        var random = new Random(7);
        for (var i = 0; i < 50; i++)
        {
            var book = Book.Open([5, 8, 3], "9.99", 500, 100, 2_000);
            for (var step = 0; step < 40; step++)
            {
                var next = new Step(random.Next(7), random.Next(8), random.Next(1, 7), random.Next(31), random.Next(40_000));
                if (book.Take(next))
                    taken.Add(next.What);
            }
        }

        Assert.That(taken, Is.EquivalentTo(Enumerable.Range(0, 7)));
    }

    private static void Check(int iterations) => Sequences.Sample(
        sequence =>
        {
            foreach (var step in sequence.Steps)
            {
                sequence.Book.Take(step);
                if (sequence.Book.WhatIsWrong() is { } wrong)
                    throw new AssertionException($"After {step}: {wrong}");
            }
        },
        iter: iterations,
        print: sequence => string.Join(Environment.NewLine, sequence.Steps));

    /// <param name="What">Settle, deliver, invoice, credit, join, vary or leave.</param>
    private sealed record Step(int What, int Who, int Period, long Units, long Pence);

    /// <summary>One round with one lot of six months, and everything posted for it.</summary>
    private sealed class Book
    {
        private static readonly RoundAgreement Terms = new(50, 50, true, 1);

        private readonly Round _round;
        private readonly Award _award;
        private readonly List<SettledPeriod> _periods = [];
        private readonly Dictionary<SettledPeriod, Settlement> _settlements = [];
        private readonly Dictionary<SettledPeriod, List<SupplyRecord>> _records = [];
        private readonly List<Transfer> _transfers = [];
        private readonly List<string> _asPosted = [];
        private readonly Dictionary<Guid, long> _statements = [];
        private readonly List<CorrectedPeriod> _corrections = [];
        private AgreedLot _lot;
        private DateTimeOffset _now = SampleRound.StandstillEnds;

        private Book(Round round, Award award, AgreedLot lot) => (_round, _award, _lot) = (round, award, lot);

        public static Book Open(IReadOnlyList<long> quantities, string price, long fee, long perMember, int vat)
        {
            var round = SampleRound.In(RoundState.Contracted, SampleRound.Plan with
            {
                Lots = [SampleRound.Plan.Lots[0] with { Term = new Term(new DateOnly(2027, 4, 1), PeriodUnit.Month, 6) }],
            });
            var lot = round.Lots[0].Id;
            var offer = new LotOffer(
                lot,
                PriceSchedule.Create(PriceBasis.AllUnits, [new PriceTier(1, UnitPrice.Parse(price)), new PriceTier(25, UnitPrice.Parse("8.1234"))]),
                new Money(fee, Gbp),
                new Money(perMember, Gbp),
                capacity: 90,
                vat == 0 ? VatCategory.Zero : VatCategory.Standard,
                new Percent(vat));
            var problem = new AwardProblem(
                Gbp,
                CostSharing.FeePolicy.ByValue,
                [new Awards.LotTerms(lot, 1, 6)],
                quantities.Select((quantity, i) => new PooledNeed(new NeedId(Id(i)), Member(i), lot, quantity, null, null)),
                new Dictionary<MemberId, Percent>(),
                [new BidOffer(BidId.New(), Supplier(1), [offer])]);
            var result = Awarding.Compute(problem);
            var award = Award.Fix(round, problem, result, problem.Bids.ToDictionary(bid => bid.BidId, _ => 1), "Best", SampleRound.Awarded);
            return new Book(round, award, new AgreedLot(result.Shares[0].Cost, round.Lots[0].Term, result.Shares[0].Shares, []));
        }

        /// <returns>Whether it was not refused.</returns>
        public bool Take(Step step)
        {
            _now = _now.AddMinutes(1);
            try
            {
                switch (step.What)
                {
                    case 0: Settle(step.Period); break;
                    case 1: Record(step, period => SupplyRecord.Delivery(period, [new ReceivedQuantity(Member(step.Who), step.Units)], "Came late", _now)); break;
                    case 2: Record(step, period => SupplyRecord.Invoice(period, "I1", Paper(step.Pence), _lot.Offer.VatRate, "Dearer", _now)); break;
                    case 3: Record(step, period => SupplyRecord.CreditNote(period, "C1", Paper(step.Pence / 40), "Given back", _now)); break;
                    case 4: _lot = _lot.With(AgreementChange.Join(Terms, _lot, 1, Member(step.Who), Start(step), step.Units + 1, Now)); break;
                    case 5: _lot = _lot.With(AgreementChange.Vary(Terms, _lot, 1, Member(step.Who), Start(step), step.Units + 1, Now)); break;
                    default: _lot = _lot.With(AgreementChange.Vary(Terms, _lot, 1, Member(step.Who), Start(step), 0, Now)); break;
                }

                return true;
            }
            catch (DomainException)
            {
                return false;
            }
        }

        public string? WhatIsWrong()
        {
            if (Balance(AccountKind.RoundClearing) != 0)
                return "the clearing account is not zero";
            if (_transfers.Sum(t => t.FromKind == AccountKind.Member ? t.Amount : t.ToKind == AccountKind.Member ? -t.Amount : 0) != _statements.Values.Sum())
                return "the statements do not sum to the ledger";
            if (!_transfers.Take(_asPosted.Count).Select(Text).SequenceEqual(_asPosted, StringComparer.Ordinal))
                return "a transfer changed";
            foreach (var (member, balance) in _statements)
            {
                if (Balance(AccountKind.Member, member) != balance)
                    return $"the statement of {member} is not what the ledger says";
            }

            foreach (var period in _periods)
            {
                // Posted is what is due when all of it is computed anew, from what was recorded alone.
                var due = PeriodDue.Of(_lot, period.Period, SupplyRecord.FactsOf(_records[period]));
                var posted = PostedPeriod.Of(TransfersOf(period));
                if (Difference(period, due, posted).Count > 0)
                    return $"what is posted for period {period.Period} is not what is due";
                if (posted.Supplier.Net != period.Net + _corrections.Where(c => c.Period == period.Period).Sum(c => c.Net))
                    return $"settlement and corrections of period {period.Period} do not sum to what the supplier is due";
                if (due.Members.Any(m => m.Amount is { Net: < 0 } or { Vat: < 0 }))
                    return "somebody is paid for taking part";
            }

            return null;
        }

        private AgreementNow Now => new(_periods.Count, new DateOnly(2027, 3, 1));

        private DateOnly Start(Step step) => _lot.Term.StartOf(step.Period);

        private NetAndVat Paper(long net) => new(net, _lot.Offer.VatRate.Of(net));

        private void Settle(int through)
        {
            if (_periods.Count == _lot.Term.Periods)
                throw LedgerRefusals.NothingToSettle.Because("The round is settled.");
            var posted = new Dictionary<LotId, int> { [_round.Lots[0].Id] = _periods.Count };
            var settlement = Settlement.Of(_round, _award, posted, _lot.Term.StartOf(through), _now);
            foreach (var period in settlement.Periods)
            {
                var due = PeriodDue.Of(_lot, period.Period, PeriodFacts.None);
                period.Take(due);
                _periods.Add(period);
                _records[period] = [];
                _settlements[period] = settlement;
                Post(period, null, Difference(period, due, PostedPeriod.Nothing));
            }
        }

        private void Record(Step step, Func<SettledPeriod, SupplyRecord> make)
        {
            if (step.Period > _periods.Count)
                throw LedgerRefusals.NotPosted.Because("It is not posted.");
            var period = _periods[step.Period - 1];
            var record = make(period);
            var due = PeriodDue.Of(_lot, period.Period, SupplyRecord.FactsOf([.. _records[period], record]));
            var posted = PostedPeriod.Of(TransfersOf(period));
            _records[period].Add(record);
            var movements = Difference(period, due, posted);
            if (movements.Count == 0)
                return;
            var correction = Settlement.Correct(_settlements[period], period, due, posted, record.Reason, _now);
            record.LeadTo(correction);
            _corrections.AddRange(correction.Corrections);
            Post(period, correction.Id, movements);
        }

        private void Post(SettledPeriod period, SettlementId? correction, IReadOnlyList<Movement> movements)
        {
            foreach (var movement in movements)
            {
                var transfer = Transfer.Of(movement, period, correction, _now);
                _transfers.Add(transfer);
                _asPosted.Add(Text(transfer));
                if (movement.From.Kind == AccountKind.Member)
                    _statements[movement.From.Owner] = _statements.GetValueOrDefault(movement.From.Owner) + movement.Amount.Gross;
                if (movement.To.Kind == AccountKind.Member)
                    _statements[movement.To.Owner] = _statements.GetValueOrDefault(movement.To.Owner) - movement.Amount.Gross;
            }
        }

        private IReadOnlyList<Movement> Difference(SettledPeriod period, PeriodDue due, PostedPeriod posted) => Posting.Difference(
            Account.ClearingOf(_round.Id), Account.Of(period.SupplierId), Account.VatRoundingOf(_round.ClusterId), due, posted);

        private IEnumerable<Transfer> TransfersOf(SettledPeriod period) => _transfers.Where(t => t.Period == period.Period);

        private long Balance(AccountKind kind, Guid? owner = null) => _transfers.Sum(t =>
            (t.FromKind == kind && t.FromOwner == (owner ?? t.FromOwner) ? t.Amount : 0) - (t.ToKind == kind && t.ToOwner == (owner ?? t.ToOwner) ? t.Amount : 0));

        private static string Text(Transfer t) =>
            $"{t.Id} {t.SettlementId} {t.CorrectionId} {t.LotId} {t.Part} {t.Period} {t.FromKind} {t.FromOwner} {t.ToKind} {t.ToOwner} {t.Amount} {t.Vat} {t.At:O}";
    }
}
