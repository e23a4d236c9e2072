package io.jarrah.common.contract;

/** How a component is doing, as its nearest superior sees it. */
public enum Health {
    /** Answers and can take work. */
    OK,
    /** Answers, but cannot take new work; its message says why. */
    IMPAIRED,
    /** Did not answer lately. Nothing is concluded about what it hosts. */
    UNREACHABLE
}
