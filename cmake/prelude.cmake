# prelude(TARGET KIND): the headers of cmake/prelude/KIND.h (room or test; rows or rows_test where the room uses the books, whose rows
# take longer to read than all else) are read once for all targets that are compiled alike, instead of once in each batch of them. The debug build does without, so that a missing include shows there; so does one in which some rooms alone are
# position independent, for those are compiled otherwise than what was read.
include_guard()

# A compiler takes what it read before only where it would read the same again: with the same macros.
foreach(LIBRARY Boost::json fmt::fmt date::date-tz)
  target_compile_definitions(kwota_flags INTERFACE $<TARGET_PROPERTY:${LIBRARY},INTERFACE_COMPILE_DEFINITIONS>)
endforeach()
target_compile_options(kwota_flags INTERFACE -pthread)
# And ccache keeps what was compiled so only if neither compiler puts times into it.
target_compile_options(kwota_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")

function(prelude TARGET KIND)
  if(NOT KWOTA_PRELUDE)
    return()
  endif()
  get_target_property(OPTIONS ${TARGET} COMPILE_OPTIONS)
  if(NOT OPTIONS)
    set(OPTIONS "")
  endif()
  string(MAKE_C_IDENTIFIER "kwota_prelude_${KIND}_${OPTIONS}" PRELUDE)
  if(NOT TARGET ${PRELUDE})
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/batches/${PRELUDE}.cpp CONTENT "// Carries cmake/prelude/${KIND}.h\n")
    add_library(${PRELUDE} OBJECT ${CMAKE_BINARY_DIR}/batches/${PRELUDE}.cpp)
    target_link_libraries(${PRELUDE} PRIVATE kwota_flags Boost::json fmt::fmt)
    target_include_directories(${PRELUDE} PRIVATE ${CMAKE_SOURCE_DIR}/src)
    if(KIND MATCHES "test$")
      target_link_libraries(${PRELUDE} PRIVATE ${KWOTA_TEST_LIBRARIES})
    endif()
    if(OPTIONS)
      target_compile_options(${PRELUDE} PRIVATE ${OPTIONS})
    endif()
    target_precompile_headers(${PRELUDE} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/prelude/${KIND}.h)
  endif()
  target_precompile_headers(${TARGET} REUSE_FROM ${PRELUDE})
endfunction()
