/*
 * Stands between a program and the kernel at every call that writes, and lets one of them go wrong.
 *
 * Only calls on what lies below the folder FAULT_BELOW count; all processes that share the file
 * FAULT_STATE (a counter, and the process in which the fault came) count together, so the call that
 * FAULT_AT names can be one of git's. FAULT_HOW says what happens there:
 *   kill-before, kill-after, kill-half (a write of half the bytes first); stop-, int- and term-
 *   in the same way, for other signals; fail (once, with the error FAULT_ERRNO), fail-on (from there on; a full disk still deletes).
 * FAULT_GROUP sends the signal to the process group. FAULT_LOG gets a line for each call.
 * What a library does inside of itself (stdio's writes) is not seen: only fopen is.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utime.h>

enum act { GO, AFTER, HALF, FAIL };

static struct { uint64_t count, hit; } *state;
static const char *below;
static size_t below_length;
static uint64_t at;
static char how[16];
static int error, group, logged = -1;
static long (*kernel)(long, ...);

static long call(long number, long a, long b, long c, long d, long e, long f)
{
    if (!kernel)
        kernel = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    return kernel(number, a, b, c, d, e, f);
}
#define SYS(number, a, b, c, d, e) \
    call(SYS_##number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

/* Also called by a process that was forked to run a program in: the environment is read again. */
__attribute__((constructor)) void fault_arm(void)
{
    const char *file = getenv("FAULT_STATE"), *text;
    state = NULL;
    if (!file || !(below = getenv("FAULT_BELOW")))
        return;
    below_length = strlen(below);
    at = (text = getenv("FAULT_AT")) ? strtoull(text, NULL, 10) : 0;
    snprintf(how, sizeof how, "%s", (text = getenv("FAULT_HOW")) ? text : "");
    error = (text = getenv("FAULT_ERRNO")) ? atoi(text) : EIO;
    group = getenv("FAULT_GROUP") != NULL;
    if ((text = getenv("FAULT_LOG")))
        logged = SYS(openat, AT_FDCWD, text, O_WRONLY | O_APPEND | O_CLOEXEC, 0, 0);
    int fd = SYS(openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC, 0, 0);
    void *page = mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd < 0 || page == MAP_FAILED)
        abort(); /* a test without its fault would pass */
    close(fd);
    state = page;
}

#define CWD AT_FDCWD

/* The absolute path of a name in a folder (AT_FDCWD: the current one), or of an open file. */
static const char *path_at(int folder, const char *name, char *out)
{
    char link[64];
    ssize_t n = 0;
    if (!state)
        return NULL;
    if (!name || name[0] != '/') {
        snprintf(link, sizeof link, folder == CWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        if ((n = readlink(link, out, PATH_MAX - 1)) < 0)
            return NULL;
        if (name)
            out[n++] = '/';
    }
    snprintf(out + n, PATH_MAX - n, "%s", name ? name : "");
    return out;
}

static void strike(void)
{
    int which = how[0] == 's' ? SIGSTOP : how[0] == 'i' ? SIGINT : how[0] == 't' ? SIGTERM : SIGKILL;
    kill(group ? 0 : getpid(), which);
}

/* Counts a call, and says what is to become of it. */
static enum act enter(const char *name, const char *path)
{
    char line[PATH_MAX + 80];
    int kept = errno;
    if (!state || !path || strncmp(path, below, below_length)
        || (path[below_length] && path[below_length] != '/'))
        return GO;
    uint64_t now = __atomic_add_fetch(&state->count, 1, __ATOMIC_SEQ_CST);
    if (logged >= 0) {
        int n = snprintf(line, sizeof line, "%d %s %s\n", getpid(), name, path + below_length);
        SYS(write, logged, line, n, 0, 0);
    }
    errno = kept;
    int goes_on = !strcmp(how, "fail-on");
    if (!at || now < at || (now > at && !goes_on))
        return GO;
    state->hit = getpid();
    int takes_room = !strstr(name, "unlink") && !strstr(name, "chmod") && !strstr(name, "chown");
    if (goes_on && (error == ENOSPC || error == EDQUOT) && !takes_room)
        return GO;
    if (!strncmp(how, "fail", 4)) {
        errno = error;
        return FAIL;
    }
    if (!strcmp(how, "kill-half") && strstr(name, "write"))
        return HALF;
    if (strstr(how, "after"))
        return AFTER;
    strike();
    return GO;
}

static long leave(enum act act, long result)
{
    int kept = errno;
    if (act == AFTER)
        strike();
    errno = kept;
    return result;
}

#define WRAP(name, path, does) \
    enum act act = enter(name, path); \
    return act == FAIL ? -1 : leave(act, does)
#define FD(fd) path_at(fd, NULL, (char[PATH_MAX]){0})
#define AT(folder, name) path_at(folder, name, (char[PATH_MAX]){0})
#define HERE(name) AT(CWD, name)
#define ALIAS(name) __attribute__((alias(#name)))

static int opened(int folder, const char *name, int flags, mode_t mode)
{
    int writes = (flags & O_ACCMODE) != O_RDONLY || flags & O_CREAT;
    WRAP("open", writes ? AT(folder, name) : NULL, SYS(openat, folder, name, flags, mode, 0));
}

static mode_t mode_of(int flags, va_list rest)
{
    return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
}

#define OPEN(name, folder, ...) \
    int name(__VA_ARGS__ const char *path, int flags, ...) \
    { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = mode_of(flags, rest); \
        va_end(rest); \
        return opened(folder, path, flags, mode); \
    }
OPEN(open, CWD, ) OPEN(open64, CWD, ) OPEN(__open_2, CWD, ) OPEN(__open64_2, CWD, )
#define FOLDER int folder,
OPEN(openat, folder, FOLDER) OPEN(openat64, folder, FOLDER)
OPEN(__openat_2, folder, FOLDER) OPEN(__openat64_2, folder, FOLDER)

int creat(const char *p, mode_t m) { return opened(CWD, p, O_CREAT | O_WRONLY | O_TRUNC, m); }
int creat64(const char *, mode_t) ALIAS(creat);

static FILE *file_opened(const char *which, const char *path, const char *mode)
{
    FILE *(*real)(const char *, const char *) = dlsym(RTLD_NEXT, which);
    enum act act = enter("fopen", strpbrk(mode, "wax+") ? HERE(path) : NULL);
    FILE *file = act == FAIL ? NULL : real(path, mode);
    leave(act, 0);
    return file;
}
FILE *fopen(const char *path, const char *mode) { return file_opened("fopen", path, mode); }
FILE *fopen64(const char *path, const char *mode) { return file_opened("fopen64", path, mode); }

static ssize_t put(long number, int fd, const void *data, size_t size, off_t where)
{
    enum act act = enter("write", FD(fd));
    if (act == HALF) {
        call(number, fd, (long)data, size / 2, where, 0, 0);
        strike();
    }
    return act == FAIL ? -1 : leave(act, call(number, fd, (long)data, size, where, 0, 0));
}
ssize_t write(int f, const void *d, size_t n) { return put(SYS_write, f, d, n, 0); }
ssize_t pwrite(int f, const void *d, size_t n, off_t o) { return put(SYS_pwrite64, f, d, n, o); }
ssize_t pwrite64(int, const void *, size_t, off64_t) ALIAS(pwrite);
ssize_t writev(int fd, const struct iovec *parts, int count)
{
    enum act act = enter("writev", FD(fd));
    if (act == HALF) {
        SYS(write, fd, parts[0].iov_base, parts[0].iov_len / 2, 0, 0);
        strike();
    }
    return act == FAIL ? -1 : leave(act, SYS(writev, fd, parts, count, 0, 0));
}

#define ONE(name, number, arguments, path, ...) \
    int name arguments { WRAP(#number, path, SYS(number, __VA_ARGS__)); }
ONE(fsync, fsync, (int f), FD(f), f, 0, 0, 0, 0)
ONE(fdatasync, fdatasync, (int f), FD(f), f, 0, 0, 0, 0)
ONE(ftruncate, ftruncate, (int f, off_t n), FD(f), f, n, 0, 0, 0)
int ftruncate64(int, off64_t) ALIAS(ftruncate);
ONE(rename, renameat, (const char *a, const char *b), HERE(b), CWD, a, CWD, b, 0)
ONE(renameat, renameat, (int d, const char *a, int e, const char *b), AT(e, b), d, a, e, b, 0)
ONE(renameat2, renameat2, (int d, const char *a, int e, const char *b, unsigned f), AT(e, b), d, a,
    e, b, f)
ONE(link, linkat, (const char *a, const char *b), HERE(b), CWD, a, CWD, b, 0)
ONE(linkat, linkat, (int d, const char *a, int e, const char *b, int f), AT(e, b), d, a, e, b, f)
ONE(symlink, symlinkat, (const char *a, const char *b), HERE(b), a, CWD, b, 0, 0)
ONE(symlinkat, symlinkat, (const char *a, int d, const char *b), AT(d, b), a, d, b, 0, 0)
ONE(unlink, unlink, (const char *p), HERE(p), p, 0, 0, 0, 0)
ONE(unlinkat, unlinkat, (int d, const char *p, int f), AT(d, p), d, p, f, 0, 0)
ONE(rmdir, rmdir, (const char *p), HERE(p), p, 0, 0, 0, 0)
ONE(mkdir, mkdirat, (const char *p, mode_t m), HERE(p), CWD, p, m, 0, 0)
ONE(mkdirat, mkdirat, (int d, const char *p, mode_t m), AT(d, p), d, p, m, 0, 0)
ONE(chmod, fchmodat, (const char *p, mode_t m), HERE(p), CWD, p, m, 0, 0)
ONE(fchmod, fchmod, (int f, mode_t m), FD(f), f, m, 0, 0, 0)
ONE(chown, fchownat, (const char *p, uid_t u, gid_t g), HERE(p), CWD, p, u, g, 0)
ONE(lchown, fchownat, (const char *p, uid_t u, gid_t g), HERE(p), CWD, p, u, g, AT_SYMLINK_NOFOLLOW)
ONE(fchown, fchown, (int f, uid_t u, gid_t g), FD(f), f, u, g, 0, 0)
ONE(fchownat, fchownat, (int d, const char *p, uid_t u, gid_t g, int f), AT(d, p), d, p, u, g, f)
#define XATTR const char *n, const void *v, size_t s, int g
ONE(setxattr, setxattr, (const char *p, XATTR), HERE(p), p, n, v, s, g)
ONE(lsetxattr, lsetxattr, (const char *p, XATTR), HERE(p), p, n, v, s, g)
ONE(fsetxattr, fsetxattr, (int f, XATTR), FD(f), f, n, v, s, g)
ONE(utimensat, utimensat, (int d, const char *p, const struct timespec t[2], int f), AT(d, p), d, p,
    t, f, 0)
ONE(futimens, utimensat, (int f, const struct timespec t[2]), FD(f), f, NULL, t, 0, 0)
int utime(const char *path, const struct utimbuf *times)
{
    struct timespec both[2] = {{times ? times->actime : 0, 0}, {times ? times->modtime : 0, 0}};
    return utimensat(CWD, path, times ? both : NULL, 0);
}
ssize_t copy_file_range(int a, off64_t *o, int b, off64_t *p, size_t n, unsigned f)
{
    WRAP("copy_file_range", FD(b), call(SYS_copy_file_range, a, (long)o, b, (long)p, n, f));
}
ssize_t sendfile(int to, int from, off_t *where, size_t size)
{
    WRAP("sendfile", FD(to), SYS(sendfile, to, from, where, size, 0));
}
ssize_t sendfile64(int, int, off64_t *, size_t) ALIAS(sendfile);

long syscall(long number, ...)
{
    long a[6];
    va_list rest;
    va_start(rest, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(rest, long);
    va_end(rest);
    WRAP("renameat2", number == SYS_renameat2 ? AT((int)a[2], (const char *)a[3]) : NULL,
         call(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}
