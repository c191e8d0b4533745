#include <ProgramMain.h>
