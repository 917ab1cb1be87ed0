using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpportunityKnocks.Purchasing.Domain;

namespace OpportunityKnocks.Purchasing.Api.Persistence.Configurations;

/// <summary>Group ids inside an array column.</summary>
public sealed class GroupIdConverter() : ValueConverter<GroupId, Guid>(id => id.Value, value => new GroupId(value));
