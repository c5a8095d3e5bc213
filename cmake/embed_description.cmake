# cmake -DIN=openapi.json -DOUT=x.cpp -P embed_description.cmake: the file as a text in a C++ source.
file(READ ${IN} CONTENT)
# One string literal a line keeps below the compilers' limit of a literal's length.
string(REPLACE "\\" "\\\\" CONTENT "${CONTENT}")
string(REPLACE "\"" "\\\"" CONTENT "${CONTENT}")
string(REPLACE "\n" "\\n\"\n      \"" CONTENT "${CONTENT}")
file(WRITE ${OUT} "#include \"serve/router/description.h\"\n\nnamespace kwota::serve {\n\nconst std::string& written_description() {\n  static const std::string text =\n      \"${CONTENT}\";\n  return text;\n}\n\n}  // namespace kwota::serve\n")
