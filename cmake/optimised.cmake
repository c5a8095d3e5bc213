# What is compiled how under sanitizers. A room that is put together from others (HTTP and pages over use-cases, the program, most
# tests) computes little and compiles two to four times as quickly without optimisation. What tests do thousands of times - bytes,
# ciphers, cards, lines, meters, prices, the books, field logs - stays optimised, and only that is ever fed by the fuzzer. What is
# looked for is the same: without optimisation the sanitizers see at least as much.
include_guard()

# sanitized(OBJECTS NAME): OBJECTS is a target, NAME is the room's, or that of what is none.
function(sanitized OBJECTS NAME)
  if(NOT KWOTA_SANITIZE)
    return()
  endif()
  set(IS_TEST OFF)
  # Tests that cut what they try at every byte compute as much as what they test.
  if(OBJECTS MATCHES "_test$" AND NOT NAME MATCHES "^(seal|meter)/|^sim/(meter|town)$")
    set(IS_TEST ON)
  endif()
  if(IS_TEST OR NAME MATCHES "^(serve|keys|apps)(/|$)|^sim/bench$")
    target_compile_options(${OBJECTS} PRIVATE -O0)
  elseif(KWOTA_FUZZ)
    target_compile_options(${OBJECTS} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()
