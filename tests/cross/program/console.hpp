// The program's only way to say something: a line of text, on each target in its own way.
#pragma once

void print(const char* text);
