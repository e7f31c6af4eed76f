/*
 * A disk that fails now and then: of what a process writes in one folder, a share fails. Loaded with LD_PRELOAD, before
 * libfiu, which makes fsync and fdatasync fail: those are only counted here. libfiu would let writes to sockets and pipes
 * fail as well, and never leaves half of one.
 *   FAULTS_FOLDER  the folder, absolute, without links in it
 *   FAULTS_CONTROL a file of 64 bytes, mapped by this process and written by the one that tests:
 *     1  per cent of writes that answer EIO
 *     2  per cent of writes that answer ENOSPC, every other one after half of its bytes
 *     8, 12, 16  how many fsyncs failed, and how many of those writes (little endian, 32 bits)
 * Files ending in -shm are mapped into memory by SQLite and in -lock never written: they are left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SYNCS, WRITES, ROOM };

static volatile unsigned char *control;
static char folder[PATH_MAX];
static size_t folder_length;
static __thread unsigned int seed;

#define REAL(type, name, ...)                                     \
  static type (*real)(__VA_ARGS__);                               \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
  const char *root = getenv("FAULTS_FOLDER"), *path = getenv("FAULTS_CONTROL");
  if (!root || !path) return;
  snprintf(folder, sizeof folder, "%s", root);
  folder_length = strlen(folder);
  int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) abort();
  void *map = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (map == MAP_FAILED) abort();
  control = map;
  close(file);
}

static int ends_in(const char *name, const char *end) {
  size_t length = strlen(name), wanted = strlen(end);
  return length >= wanted && strcmp(name + length - wanted, end) == 0;
}

static int is_ours(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strncmp(path, folder, folder_length) == 0 && !ends_in(path, "-shm") && !ends_in(path, "-lock");
}

static void count(int what) {
  __atomic_fetch_add((volatile uint32_t *)(control + 8 + 4 * what), 1, __ATOMIC_RELAXED);
}

static int fails(int what, int fd) {
  if (!control || control[what] == 0 || !is_ours(fd)) return 0;
  if (seed == 0) seed = (unsigned int)getpid() * 31 + (unsigned int)(uintptr_t)&seed;
  if (rand_r(&seed) % 100 >= control[what]) return 0;
  count(what);
  return 1;
}

static int synced(int fd, int answer) {
  int error = errno;
  if (answer != 0 && control && is_ours(fd)) count(SYNCS);
  errno = error;
  return answer;
}

int fsync(int fd) {
  REAL(int, "fsync", int);
  return synced(fd, real(fd));
}

int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  return synced(fd, real(fd));
}

/* 0: go on. Otherwise errno is set. */
static int write_fault(int fd) {
  if (fails(WRITES, fd)) return errno = EIO;
  if (fails(ROOM, fd)) return errno = ENOSPC;
  return 0;
}

static int leaves_half(int fault, size_t bytes) {
  return fault == ENOSPC && bytes > 1 && rand_r(&seed) % 2 == 0;
}

ssize_t write(int fd, const void *data, size_t bytes) {
  REAL(ssize_t, "write", int, const void *, size_t);
  int fault = write_fault(fd);
  if (!fault) return real(fd, data, bytes);
  if (leaves_half(fault, bytes)) return real(fd, data, bytes / 2);
  errno = fault;
  return -1;
}

ssize_t pwrite64(int fd, const void *data, size_t bytes, off64_t at) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
  int fault = write_fault(fd);
  if (!fault) return real(fd, data, bytes, at);
  if (leaves_half(fault, bytes)) return real(fd, data, bytes / 2, at);
  errno = fault;
  return -1;
}

ssize_t pwrite(int fd, const void *data, size_t bytes, off_t at) { return pwrite64(fd, data, bytes, at); }

ssize_t writev(int fd, const struct iovec *pieces, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  if (!write_fault(fd)) return real(fd, pieces, count);
  return -1;
}
