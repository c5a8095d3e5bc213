#include "books/decision.h"

namespace kwota::books {

template <class Kinds>
AnyRow<Kinds>::AnyRow(Kinds row) : Kinds(std::move(row)) {}
template <class Kinds>
AnyRow<Kinds>::AnyRow(const AnyRow&) = default;
template <class Kinds>
AnyRow<Kinds>::AnyRow(AnyRow&&) noexcept = default;
template <class Kinds>
AnyRow<Kinds>& AnyRow<Kinds>::operator=(const AnyRow&) = default;
template <class Kinds>
AnyRow<Kinds>& AnyRow<Kinds>::operator=(AnyRow&&) noexcept = default;
template <class Kinds>
AnyRow<Kinds>::~AnyRow() = default;

template struct AnyRow<Register>;
template struct AnyRow<Chained>;

}  // namespace kwota::books
