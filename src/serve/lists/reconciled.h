// What the reconciliation says of one customer's time at a meter, for whoever decides by it.
#pragma once
#include <optional>

#include "collect/reconcile/reconcile.h"
#include "serve/api/visibility.h"
#include "store/draft/moment.h"

namespace kwota::serve {

/// `account` 0: of a meter that is nobody's. Nothing: there is no such line, or it is not his to see.
Result<std::optional<reconcile::Reconciliation>> reconciled(store::Moment& connection, MeterNumber meter, std::int64_t account, const Visibility& visibility);

}  // namespace kwota::serve
