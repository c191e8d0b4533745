// The system's C library, as Swift needs it: its headers, and wrappers for what Swift cannot import
// (errno, variadic functions, some macros) and for what glibc, musl and FreeBSD's libc have each in
// its own way. What is the same everywhere is used from Swift as it is.
//
// What depends on _GNU_SOURCE is in CSystem.c: the C library's headers may reach Swift without it.
// This header alone tells which system a program is for: by the compiler's __FreeBSD__.
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

/// Whether the program is for FreeBSD; else it is for Linux.
#ifdef __FreeBSD__
static const bool cs_is_freebsd = true;
#else
static const bool cs_is_freebsd = false;
#endif

/// The path of the file that this process was started from, without a NUL, in at most `size` bytes;
/// its length, or -1 and errno. Linux: proc(5), /proc/self/exe. FreeBSD: sysctl(3),
/// KERN_PROC_PATHNAME, since /proc is usually not mounted there.
static inline ssize_t cs_executable_path(char *buffer, size_t size) {
#ifdef __FreeBSD__
  int name[4] = {CTL_KERN, KERN_PROC, KERN_PROC_PATHNAME, -1};
  if (sysctl(name, 4, buffer, &size, NULL, 0) != 0) return -1;
  return size > 0 ? (ssize_t)size - 1 : 0;
#else
  return readlink("/proc/self/exe", buffer, size);
#endif
}

/// Has this process go on, until it waits, before all others that are not as urgent, or not any more;
/// its children are as any process. Nothing on FreeBSD, and nothing without the right to. Linux:
/// sched_setscheduler(2), by its number, since musl has none that works.
void cs_set_urgent(bool is_urgent);

// ---- errno(2), which is a macro everywhere

static inline int cs_errno(void) { return errno; }
static inline void cs_set_errno(int number) { errno = number; }

// ---- Files

/// open(2) with a mode, which is variadic.
static inline int cs_open(const char *path, int flags, mode_t mode) {
  return open(path, flags, mode);
}

/// pipe2(2), both ends close-on-exec, and with `flags`.
int cs_pipe(int ends[2], int flags);

/// fcntl(2) with a number, which is variadic.
static inline int cs_fcntl(int descriptor, int command, int argument) {
  return fcntl(descriptor, command, argument);
}

/// The type of a file by its st_mode, to be compared with the constants below (stat(2)).
static inline mode_t cs_file_type(mode_t mode) { return mode & S_IFMT; }
static const mode_t cs_regular_file = S_IFREG, cs_directory = S_IFDIR, cs_symbolic_link = S_IFLNK,
                    cs_character_device = S_IFCHR, cs_block_device = S_IFBLK, cs_fifo = S_IFIFO,
                    cs_socket = S_IFSOCK, cs_any_execute_bit = S_IXUSR | S_IXGRP | S_IXOTH;

/// The name of a folder's entry, which is only as long as it needs to be: not to be copied with it.
static inline const char *cs_entry_name(const struct dirent *entry) { return entry->d_name; }

// ---- Signals and processes

/// Whether this process ignores a signal, as nohup(1) makes it (sigaction(2)).
static inline bool cs_is_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// What posix_spawn(3) is told of a child. Structures on Linux, pointers on FreeBSD.
struct cs_spawn {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

/// Has the child close what is open from `lowest` on. musl cannot: there only close-on-exec keeps
/// descriptors back.
int cs_spawn_close_from(struct cs_spawn *spawn, int lowest);

/// posix_spawn(3)'s flag for a session of the child's own; 0 where there is none (FreeBSD).
short cs_spawn_session(void);

/// Whether somebody else waits for a child by `pid`: a waitid(2) that takes nothing away.
/// 1: it has ended; 0: not yet; -1 and errno: it cannot be told.
static inline int cs_has_ended(pid_t pid) {
  siginfo_t information;
  memset(&information, 0, sizeof information);
  if (waitid(P_PID, (id_t)pid, &information, WEXITED | WNOHANG | WNOWAIT) != 0) return -1;
  return information.si_signo != 0;
}

/// Takes flock(2)'s exclusive lock, which waits, in a child: a lock belongs to the open file, which
/// the child shares. It writes errno, or 0, as an int to `outcome`. Gives the child's number, or -1
/// and errno. The child dies with this process, and lets go of everything but the file.
pid_t cs_lock_in_child(int file, int outcome);

/// Held by who waits for children: see ExitNotice.
void cs_lock_exit_notice(void);
void cs_unlock_exit_notice(void);

// ---- The network

/// Has what a socket sends leave by one interface: ip(7), SO_BINDTODEVICE, which only Linux has.
static inline int cs_bind_to_device(int socket, const char *interface) {
#ifdef SO_BINDTODEVICE
  return setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, interface, (socklen_t)strlen(interface));
#else
  (void)socket, (void)interface;
  errno = ENOPROTOOPT;
  return -1;
#endif
}

/// A socket that the kernel sends a message for each change of a link: netlink(7)'s group of links on
/// Linux, route(4) on FreeBSD, which sends others as well. Its number, or -1 and errno.
int cs_open_link_events(void);

/// Takes all messages that such a socket has, without waiting. Whether one is about a link, or some were
/// lost; -1 and errno.
int cs_take_link_events(int socket);

/// socket(2)'s type for datagrams that children do not get. An enumeration in glibc.
static const int cs_datagrams = SOCK_DGRAM | SOCK_CLOEXEC;
/// 255.255.255.255, which is the same in either byte order.
static const in_addr_t cs_everybody = INADDR_BROADCAST;

// ---- The log

/// syslog(3), which is variadic; a `%` in the text means itself.
static inline void cs_syslog(int priority, const char *text) { syslog(priority, "%s", text); }
static const int cs_log_daemon = LOG_DAEMON;

#endif
