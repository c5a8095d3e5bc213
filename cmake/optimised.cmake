# How hard the compiler tries. What computes - bytes, ciphers, cards, lines, meters, prices, the books, the way of a request - is
# optimised in full. A room that is put together from others (pages over use-cases, the program, field logs) calls, and computes little:
# it compiles in three quarters of the time at -O1, and under sanitizers two to four times as quickly at -O0.
# Under sanitizers most tests are such rooms, too. What is looked for is the same: without optimisation they see at least as much. What
# tests do thousands of times stays optimised, and only that is ever fed by the fuzzer.
include_guard()

set(PUT_TOGETHER "^(keys|apps)(/|$)|^serve/(api|key_room|office_link|counter_vault|head_end|paper)$|^sim/(bench|field)$")
set(PUT_TOGETHER_SANITIZED "^(serve|keys|apps)(/|$)|^sim/bench$")
# Tests that cut what they try at every byte compute as much as what they test.
set(TESTS_COMPUTE "^(seal|meter)/|^sim/(meter|town)$")

# optimised(OBJECTS NAME): OBJECTS is a target, NAME is the room's, or that of what is none.
function(optimised OBJECTS NAME)
  if(NOT KWOTA_SANITIZE)
    if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo" AND NAME MATCHES "${PUT_TOGETHER}")
      target_compile_options(${OBJECTS} PRIVATE -O1)
    endif()
    return()
  endif()
  set(IS_TEST OFF)
  if(OBJECTS MATCHES "_test$" AND NOT NAME MATCHES "${TESTS_COMPUTE}")
    set(IS_TEST ON)
  endif()
  if(IS_TEST OR NAME MATCHES "${PUT_TOGETHER_SANITIZED}")
    target_compile_options(${OBJECTS} PRIVATE -O0)
  elseif(KWOTA_FUZZ)
    target_compile_options(${OBJECTS} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()
