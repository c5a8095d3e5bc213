// A use-case that somebody of the log carries out: the decision is made with his context and applied by the books' own writer.
#pragma once
#include "sell/remote/sale.h"
#include "sim/field/world/words.h"
#include "sim/field/world/world.h"

namespace kwota::field {

/// `use_case`: (const books::Reader&, const people::Context&) -> Result<books::Decision<Answer>>. `at`: where he stands, may be
/// none.
template <class UseCase>
auto decide(World& world, const std::string& who, const std::string& action, const Window* at, UseCase use_case) {
  using Decided = std::invoke_result_t<UseCase, const books::Reader&, const people::Context&>;
  using Answer = typename store::detail::AnswerOf<Decided>::type;
  const auto context = world.context(who, at);
  if (!context) return Result<Answer>(context.error());
  const books::Actor actor{.operator_name = who, .action = action, .station = context->station};
  return world.books->run(actor, [&](const books::Reader& books) { return use_case(books, *context); });
}

/// What the counter needs of a booking over the line; its command is looked at by its own line of the log.
inline counter::Booked without_command(remote::Booked booked) {
  if (!booked.ok()) return std::move(booked).error();
  return books::Decision<counter::Outcome>{std::move(booked->changes), std::move(booked->answer)};
}

/// A cashier says yes to whatever is unusual, unless the log says that nobody asked him.
inline std::vector<std::string> said_yes(const Sentence& sentence) {
  if (sentence.has("unasked")) return {};
  return {"large_sale", "median", "second_sale", "tariff_changes", "overdraft"};
}

/// Rows that are there before the log begins: what the first start and the imports put in.
inline Result<void> put(World& world, books::Register row) {
  const auto put =
      world.books->run(books::Actor{"setup", "setup", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
        return books::Decision<Done>{{{std::move(row)}, {}}, {}};
      });
  if (!put) return put.error();
  return {};
}

}  // namespace kwota::field
