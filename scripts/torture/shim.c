/*
 * Writes down everything that a process does to the files of one folder, in order and with its data, so that a power
 * cut can be played at any point of it afterwards (scripts/torture/disk.ts). Loaded with LD_PRELOAD.
 *   TORTURE_FOLDER  the folder, absolute, without links in it
 *   TORTURE_LOG     where the records go
 *   TORTURE_DIE_AT  the record after which the process is killed, as kill -9 does; never where it is not said
 * A record: op, length of the names, inode, offset, length of the data (little endian), then the names, then the data.
 * Files ending in -shm are left out: SQLite maps them into memory and makes them anew after a power cut.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, CUT_TO, SYNCED, RENAMED, UNLINKED, LINKED, FOLDER_MADE, FOLDER_GONE, NOT_SYNCED };
enum { NEW = 1, IS_FOLDER = 2 };

struct record {
  uint32_t op, names;
  uint64_t inode, offset, bytes;
};

#define MOST 65536
static struct { uint64_t inode; char watched, synced_writes; } held[MOST];
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int out = -1;
static long die_at;

#define REAL(type, name, ...)                                     \
  static type (*real)(__VA_ARGS__);                               \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
  const char *root = getenv("TORTURE_FOLDER"), *log = getenv("TORTURE_LOG");
  if (!root || !log) return;
  snprintf(folder, sizeof folder, "%s", root);
  folder_length = strlen(folder);
  const char *end = getenv("TORTURE_DIE_AT");
  die_at = end ? atol(end) : 0;
  out = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* A record that cannot be written makes everything after it worthless: rather stop at once. */
static void note(uint32_t op, uint64_t inode, uint64_t offset, const char *names, size_t length,
                 const struct iovec *data, int pieces, size_t bytes) {
  struct record head = {op, (uint32_t)length, inode, offset, bytes};
  struct iovec all[64 + 2] = {{&head, sizeof head}, {(void *)names, length}};
  size_t left = bytes, wanted = sizeof head + length + bytes;
  int count = 2;
  for (int n = 0; n < pieces && left > 0; n++) {
    if (count == 66) abort();
    all[count] = data[n];
    if (all[count].iov_len > left) all[count].iov_len = left;
    left -= all[count++].iov_len;
  }
  if (syscall(SYS_writev, out, all, count) != (long)wanted) abort();
  if (die_at > 0 && --die_at == 0) kill(getpid(), SIGKILL);
}

static void note_name(uint32_t op, uint64_t inode, uint64_t flags, const char *name) {
  note(op, inode, flags, name, strlen(name), NULL, 0, 0);
}

/* The whole name of a file in the folder; NULL for any other. */
static const char *watched(const char *path, char *whole) {
  if (out < 0 || !path) return NULL;
  if (path[0] == '/') snprintf(whole, PATH_MAX, "%s", path);
  else {
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) return NULL;
    if (snprintf(whole, PATH_MAX, "%s/%s", here, path) >= PATH_MAX) return NULL;
  }
  size_t length = strlen(whole);
  while (length > 1 && whole[length - 1] == '/') whole[--length] = 0;
  if (strncmp(whole, folder, folder_length) != 0) return NULL;
  if (whole[folder_length] != 0 && whole[folder_length] != '/') return NULL;
  if (length > 4 && strcmp(whole + length - 4, "-shm") == 0) return NULL;
  return whole;
}

static int is_watched(int fd) { return out >= 0 && fd >= 0 && fd < MOST && held[fd].watched; }

static int opened(int dir, const char *path, int flags, mode_t mode) {
  char whole[PATH_MAX];
  struct stat before, after;
  const char *name = dir == AT_FDCWD || (path && path[0] == '/') ? watched(path, whole) : NULL;
  if (!name) {
    int fd = (int)syscall(SYS_openat, dir, path, flags | O_LARGEFILE, mode);
    if (fd >= 0 && fd < MOST) held[fd].watched = 0;
    return fd;
  }
  pthread_mutex_lock(&order);
  int there = stat(name, &before) == 0;
  int fd = (int)syscall(SYS_openat, dir, path, flags | O_LARGEFILE, mode), error = errno;
  if (fd >= MOST || (fd >= 0 && fstat(fd, &after) != 0)) abort();
  if (fd >= 0) {
    held[fd].inode = after.st_ino;
    held[fd].watched = 1;
    held[fd].synced_writes = (flags & O_DSYNC) != 0;
    note_name(OPENED, after.st_ino, (there ? 0 : NEW) | (S_ISDIR(after.st_mode) ? IS_FOLDER : 0), name);
    if (there && (flags & O_TRUNC)) note_name(CUT_TO, after.st_ino, 0, "");
  }
  pthread_mutex_unlock(&order);
  errno = error;
  return fd;
}

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE(flags) return opened(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE(flags) return opened(dir, path, flags, mode); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
  REAL(int, "close", int);
  if (fd >= 0 && fd < MOST) held[fd].watched = 0;
  return real(fd);
}

/* Notes what a call has written; `offset` < 0: where the file stands now, after it. */
static void written(int fd, off_t offset, const struct iovec *data, int pieces, ssize_t bytes) {
  if (bytes <= 0) return;
  if (offset < 0) offset = lseek(fd, 0, SEEK_CUR) - bytes;
  note(WRITTEN, held[fd].inode, (uint64_t)offset, "", 0, data, pieces, (size_t)bytes);
  if (held[fd].synced_writes) note_name(SYNCED, held[fd].inode, 0, "");
}

#define WRITES(call, offset, data, pieces)                        \
  if (!is_watched(fd)) return (ssize_t)(call);                    \
  pthread_mutex_lock(&order);                                     \
  ssize_t bytes = (ssize_t)(call);                                \
  int error = errno;                                              \
  written(fd, offset, data, pieces, bytes);                       \
  pthread_mutex_unlock(&order);                                   \
  errno = error;                                                  \
  return bytes

ssize_t write(int fd, const void *data, size_t length) {
  struct iovec one = {(void *)data, length};
  REAL(ssize_t, "write", int, const void *, size_t);
  WRITES(real(fd, data, length), -1, &one, 1);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
  struct iovec one = {(void *)data, length};
  REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
  WRITES(real(fd, data, length, at), at, &one, 1);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return pwrite(fd, data, length, at); }
ssize_t writev(int fd, const struct iovec *data, int pieces) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  WRITES(real(fd, data, pieces), -1, data, pieces);
}
ssize_t pwritev(int fd, const struct iovec *data, int pieces, off_t at) {
  REAL(ssize_t, "pwritev", int, const struct iovec *, int, off_t);
  WRITES(real(fd, data, pieces, at), at, data, pieces);
}
ssize_t pwritev64(int fd, const struct iovec *data, int pieces, off64_t at) { return pwritev(fd, data, pieces, at); }

/* Copies inside the kernel: as reading and writing, the caller does so itself where they are not to be had. */
ssize_t copy_file_range(int in, off64_t *from, int fd, off64_t *to, size_t length, unsigned flags) {
  REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
  if (is_watched(fd)) { errno = ENOSYS; return -1; }
  return real(in, from, fd, to, length, flags);
}
ssize_t sendfile(int fd, int in, off_t *from, size_t length) {
  REAL(ssize_t, "sendfile", int, int, off_t *, size_t);
  if (is_watched(fd)) { errno = EINVAL; return -1; }
  return real(fd, in, from, length);
}
ssize_t sendfile64(int fd, int in, off64_t *from, size_t length) { return sendfile(fd, in, from, length); }

#define NOTES(type, call, condition, noting)                      \
  pthread_mutex_lock(&order);                                     \
  type answer = (call);                                           \
  int error = errno;                                              \
  if (answer == 0 && (condition)) { noting; }                     \
  pthread_mutex_unlock(&order);                                   \
  errno = error;                                                  \
  return answer

int ftruncate(int fd, off_t size) {
  REAL(int, "ftruncate", int, off_t);
  NOTES(int, real(fd, size), is_watched(fd), note_name(CUT_TO, held[fd].inode, (uint64_t)size, ""));
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

static int lengthened(int fd, off_t end) {
  struct stat now;
  return fstat(fd, &now) != 0 ? errno : now.st_size >= end ? 0 : ftruncate(fd, end) != 0 ? errno : 0;
}
int posix_fallocate(int fd, off_t from, off_t length) {
  REAL(int, "posix_fallocate", int, off_t, off_t);
  return is_watched(fd) ? lengthened(fd, from + length) : real(fd, from, length);
}
int posix_fallocate64(int fd, off64_t from, off64_t length) { return posix_fallocate(fd, from, length); }
int fallocate(int fd, int how, off_t from, off_t length) {
  REAL(int, "fallocate", int, int, off_t, off_t);
  if (is_watched(fd)) { errno = EOPNOTSUPP; return -1; }
  return real(fd, how, from, length);
}
int fallocate64(int fd, int how, off64_t from, off64_t length) { return fallocate(fd, how, from, length); }

/* One that fails is a record as well: what was to be synced may never reach the disk. */
static int synced(int fd, int (*real)(int)) {
  pthread_mutex_lock(&order);
  int answer = real(fd), error = errno;
  if (is_watched(fd)) note_name(answer == 0 ? SYNCED : NOT_SYNCED, held[fd].inode, 0, "");
  pthread_mutex_unlock(&order);
  errno = error;
  return answer;
}
int fsync(int fd) {
  REAL(int, "fsync", int);
  return synced(fd, real);
}
int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  return synced(fd, real);
}

/* Two names of the same folder, with a zero between them. */
static void note_both(uint32_t op, const char *from, const char *to) {
  char both[2 * PATH_MAX], one[PATH_MAX], other[PATH_MAX];
  const char *first = watched(from, one), *second = watched(to, other);
  if (!first || !second) abort();
  int length = snprintf(both, sizeof both, "%s%c%s", first, 0, second);
  note(op, 0, 0, both, (size_t)length, NULL, 0, 0);
}
int rename(const char *from, const char *to) {
  char one[PATH_MAX], other[PATH_MAX];
  REAL(int, "rename", const char *, const char *);
  NOTES(int, real(from, to), watched(from, one) || watched(to, other), note_both(RENAMED, from, to));
}
int link(const char *from, const char *to) {
  char one[PATH_MAX], other[PATH_MAX];
  REAL(int, "link", const char *, const char *);
  NOTES(int, real(from, to), watched(from, one) || watched(to, other), note_both(LINKED, from, to));
}
int unlink(const char *path) {
  char whole[PATH_MAX];
  REAL(int, "unlink", const char *);
  NOTES(int, real(path), watched(path, whole), note_name(UNLINKED, 0, 0, whole));
}
int mkdir(const char *path, mode_t mode) {
  char whole[PATH_MAX];
  REAL(int, "mkdir", const char *, mode_t);
  NOTES(int, real(path, mode), watched(path, whole), note_name(FOLDER_MADE, 0, 0, whole));
}
int rmdir(const char *path) {
  char whole[PATH_MAX];
  REAL(int, "rmdir", const char *);
  NOTES(int, real(path), watched(path, whole), note_name(FOLDER_GONE, 0, 0, whole));
}
int remove(const char *path) {
  struct stat now;
  return lstat(path, &now) == 0 && S_ISDIR(now.st_mode) ? rmdir(path) : unlink(path);
}
int unlinkat(int dir, const char *path, int flags) {
  REAL(int, "unlinkat", int, const char *, int);
  if (dir == AT_FDCWD || path[0] == '/') return flags & AT_REMOVEDIR ? rmdir(path) : unlink(path);
  return real(dir, path, flags);
}
