// The law that every field log ends with, whatever happened in it: money is in exactly one place.
//   books    every chain, anchor, signature, register row and balance is as it was written (store::verify)
//   meters   credited = used + given up + balance, exact to 10^-5 minor units
//   between  the sales on the way are what the instruction on the way brings; the meter's newest word is what the books have
//            applied; the meter itself holds that, or that and the one number that it has taken and not yet told us of
//   purses   what came onto a farmer's card is on it, or came off at the counter, or was debited by wells, each watering once
//   handhelds  what one has read of a pump it still has, or the office
//   reports  every money report of every month adds up, or an account or a kind of posting has no place in it
// Begin with check_law().
#pragma once
#include "collect/reconcile/reconcile.h"
#include "sim/field/world/world.h"

namespace kwota::field {

/// Nothing when it holds.
Result<std::optional<Difference>> check_law(World& world);

/// The part of it that reports are (sim/field/reports.cpp).
Result<std::optional<Difference>> check_reports(World& world);

/// The part of it that farmers' cards and wells are (sim/field/world/law_purses.cpp).
Result<std::optional<Difference>> check_purses(World& world);

/// What was sold to a meter, from the books, over all its accounts.
Result<reconcile::Reconciliation> reconciliation_of(World& world, const FieldMeter& meter);

}  // namespace kwota::field
