// What tests of reading share: a meter that has some values and refuses all others, on a line that may break at a question.
#pragma once
#include <gtest/gtest.h>

#include <optional>

#include "carry/dialogue/parties.h"
#include "carry/dlt645/exchange.h"

namespace kwota::dlt645::test {

/// The meter's answer. `asked`: what it heard so far; `breaks_at`: counted from 1, 0: never; `has`: of an identifier, an optional of
/// the bytes behind it.
template <class Has>
Result<dialogue::LineFrame> answer_to(const dialogue::LineFrame& frame, std::vector<std::uint32_t>& asked, std::size_t breaks_at, Has has) {
  auto exchange = Exchange::begin(frame).value();
  const auto question = exchange.request();
  const auto item = *identifier_of(question);
  asked.push_back(item.value);
  if (breaks_at != 0 && asked.size() >= breaks_at) return error(Fault::wire, "meter_silent", "The meter does not answer.");
  Frame response{question.address, question.control.refusal(), Bytes{0x02}};
  if (const std::optional<Bytes> value = has(item.value)) {
    response = {question.address, question.control.answer(), wire(item)};
    append(response.data, *value);
  }
  return *exchange.receive(encode(response));
}

}  // namespace kwota::dlt645::test
