// The system's C library for Swift: its headers, wrappers for what Swift cannot import (errno,
// variadic functions, some macros), and wrappers for what differs between glibc, musl and FreeBSD's
// libc. Swift calls everything else directly.
//
// Functions that need _GNU_SOURCE are in CSystem.c, since Swift may import the headers without it.
// Only this header distinguishes the systems, by the compiler's macro __FreeBSD__.
#ifndef HYPERV_VF_CSYSTEM_H
#define HYPERV_VF_CSYSTEM_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#ifdef __FreeBSD__
#include <sys/sysctl.h>
#endif

// ---- The system

/// True if the program is built for FreeBSD, false for Linux.
#ifdef __FreeBSD__
static const bool cs_is_freebsd = true;
#else
static const bool cs_is_freebsd = false;
#endif

/// Writes the path of the executable file of this process to `buffer`, at most `size` bytes,
/// without a NUL. Returns its length; -1 with errno if that fails. Linux: proc(5), /proc/self/exe.
/// FreeBSD: sysctl(3), KERN_PROC_PATHNAME, since /proc is usually not mounted there.
static inline ssize_t cs_executable_path(char *buffer, size_t size) {
#ifdef __FreeBSD__
  int name[4] = {CTL_KERN, KERN_PROC, KERN_PROC_PATHNAME, -1};
  if (sysctl(name, 4, buffer, &size, NULL, 0) != 0) return -1;
  return size > 0 ? (ssize_t)size - 1 : 0;
#else
  return readlink("/proc/self/exe", buffer, size);
#endif
}

/// The longest time for which `cs_set_urgent` keeps ordinary processes back, in microseconds.
static const int cs_urgency_limit = 100000;

/// If `is_urgent`, gives this process the real-time policy SCHED_FIFO: it runs before ordinary
/// processes until it waits, and for `cs_urgency_limit` at most. Else gives it the ordinary policy
/// again. Its children always have the ordinary one.
///
/// The limit is needed where another process holds a lock of the kernel: files of /sys/class/net
/// restart a call again and again until they get it (restart_syscall() in net/core/net-sysfs.c and
/// drivers/net/bonding/bond_sysfs.c), and on one processor the other process would never run. SIGALRM
/// ends the urgency then. Does nothing on FreeBSD, without the permission, or if the process has a policy
/// that this function did not set. Linux: sched_setscheduler(2), called by its number, since the
/// function of musl always fails.
void cs_set_urgent(bool is_urgent);

// ---- errno(2), which is a macro everywhere

static inline int cs_errno(void) { return errno; }
static inline void cs_set_errno(int number) { errno = number; }

// ---- Files

/// open(2) with a mode, which is variadic.
static inline int cs_open(const char *path, int flags, mode_t mode) {
  return open(path, flags, mode);
}

/// pipe2(2) with `flags`. Both ends are close-on-exec.
int cs_pipe(int ends[2], int flags);

/// fcntl(2) with an integer argument, which is variadic.
static inline int cs_fcntl(int descriptor, int command, int argument) {
  return fcntl(descriptor, command, argument);
}

/// The file type in `mode`, which is st_mode of stat(2). Compare it with the constants below.
static inline mode_t cs_file_type(mode_t mode) { return mode & S_IFMT; }
static const mode_t cs_regular_file = S_IFREG, cs_directory = S_IFDIR, cs_symbolic_link = S_IFLNK,
                    cs_character_device = S_IFCHR, cs_block_device = S_IFBLK, cs_fifo = S_IFIFO,
                    cs_socket = S_IFSOCK, cs_any_execute_bit = S_IXUSR | S_IXGRP | S_IXOTH;

/// The name in an entry from readdir(3). Do not copy the entry: its memory ends with the name,
/// before the end of the structure.
static inline const char *cs_entry_name(const struct dirent *entry) { return entry->d_name; }

// ---- Signals and processes

/// True if this process ignores `signal`, as nohup(1) makes it ignore SIGHUP (sigaction(2)).
static inline bool cs_is_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// The file actions and attributes of posix_spawn(3) for one child. Both types are structures on
/// Linux and pointers on FreeBSD.
struct cs_spawn {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

/// Makes the child close every descriptor from `lowest` on. Returns 0 or an error number. Does
/// nothing with musl, which has no such file action: there the child inherits every descriptor that
/// is not close-on-exec.
int cs_spawn_close_from(struct cs_spawn *spawn, int lowest);

/// The flag of posix_spawn(3) that runs the child in its own session (POSIX_SPAWN_SETSID); 0 if the
/// system has none (FreeBSD).
short cs_spawn_session(void);

/// Looks whether a child has ended, and leaves it to be reaped with waitpid(2): waitid(2) with
/// WNOWAIT. 1: it has ended; 0: it runs; -1 with errno: waitid failed.
static inline int cs_has_ended(pid_t pid) {
  siginfo_t information;
  memset(&information, 0, sizeof information);
  if (waitid(P_PID, (id_t)pid, &information, WEXITED | WNOHANG | WNOWAIT) != 0) return -1;
  return information.si_signo != 0;
}

/// Starts a child that waits for the exclusive lock of flock(2) on `file`. The lock belongs to the
/// open file, which the child shares with this process, so this process has the lock then. The
/// child writes 0 or errno to `outcome`, as an int, and ends. Returns its process id; -1 with errno
/// if fork(2) fails. The child keeps only these two descriptors open, and is killed when this
/// process ends.
pid_t cs_lock_in_child(int file, int outcome);

/// Acquires and releases the lock that a thread holds while it waits for a child; see
/// ExitNotice.swift.
void cs_lock_exit_notice(void);
void cs_unlock_exit_notice(void);

// ---- The network

/// Makes a socket send through `interface` only (ip(7), SO_BINDTODEVICE). Fails with ENOPROTOOPT on
/// FreeBSD, which has no such option.
static inline int cs_bind_to_device(int socket, const char *interface) {
#ifdef SO_BINDTODEVICE
  return setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, interface, (socklen_t)strlen(interface));
#else
  (void)socket, (void)interface;
  errno = ENOPROTOOPT;
  return -1;
#endif
}

/// Opens a socket on which the kernel reports each change of a network interface: the group
/// RTMGRP_LINK of netlink(7) on Linux, route(4) on FreeBSD, which also reports other changes.
/// Returns its descriptor; -1 with errno if that fails.
int cs_open_link_events(void);

/// Reads all pending messages of a socket from cs_open_link_events, without waiting. Returns 1 if
/// one of them is about an interface, or if messages were lost; 0 if none is; -1 with errno if
/// reading fails.
int cs_take_link_events(int socket);

/// The socket type for datagrams, with SOCK_CLOEXEC so that children do not inherit the socket. In
/// glibc the flags are an enumeration.
static const int cs_datagrams = SOCK_DGRAM | SOCK_CLOEXEC;
/// The broadcast address 255.255.255.255, the same in either byte order.
static const in_addr_t cs_everybody = INADDR_BROADCAST;

// ---- The log

/// syslog(3), which is variadic. A `%` in `text` is logged as it is.
static inline void cs_syslog(int priority, const char *text) { syslog(priority, "%s", text); }
static const int cs_log_daemon = LOG_DAEMON;

#endif
