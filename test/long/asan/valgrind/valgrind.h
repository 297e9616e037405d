/* valgrind.h -- see memcheck.h */
#include "memcheck.h"
