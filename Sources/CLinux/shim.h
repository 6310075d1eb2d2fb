// The C library shows this call only to those who ask for its extensions.
#include <linux/stat.h>

int statx(int folder, const char *path, int flags, unsigned int mask, struct statx *facts);
