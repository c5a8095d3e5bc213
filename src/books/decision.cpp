#include "books/decision.h"

#include <memory>
#include <utility>

namespace kwota::books {

template <class Kinds>
void AnyRow<Kinds>::take(std::size_t kind, void* row) {
  [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    const auto taken = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
      using Row = std::variant_alternative_t<I, Kinds>;
      std::construct_at(&kinds_, std::in_place_index<I>, std::move(*static_cast<Row*>(row)));
      return true;
    };
    (void)((kind == Index && taken(std::integral_constant<std::size_t, Index>{})) || ...);
  }(std::make_index_sequence<std::variant_size_v<Kinds>>{});
}
template <class Kinds>
AnyRow<Kinds>::AnyRow(Kinds row) : kinds_(std::move(row)) {}
template <class Kinds>
AnyRow<Kinds>::AnyRow(const AnyRow& other) : kinds_(other.kinds_) {}
template <class Kinds>
AnyRow<Kinds>::AnyRow(AnyRow&& other) noexcept : kinds_(std::move(other.kinds_)) {}
template <class Kinds>
AnyRow<Kinds>& AnyRow<Kinds>::operator=(const AnyRow& other) {
  kinds_ = other.kinds_;
  return *this;
}
template <class Kinds>
AnyRow<Kinds>& AnyRow<Kinds>::operator=(AnyRow&& other) noexcept {
  kinds_ = std::move(other.kinds_);
  return *this;
}
template <class Kinds>
AnyRow<Kinds>::~AnyRow() {
  kinds_.~Kinds();
}

template class AnyRow<Register>;
template class AnyRow<Chained>;

}  // namespace kwota::books
