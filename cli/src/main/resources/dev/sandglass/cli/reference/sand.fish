# Completion of sand for fish. Generated from the commands of sand: 'sand completion fish'.
# Commands, options and their values stand in the table below; names that only sand knows, such as those
# of sandboxes, are asked of 'sand __complete', which starts nothing, is silent and takes 300 ms at most.

# Prints what a command knows: cCOMMAND:TEXT, oOPTION:VALUE:TEXT, aARGUMENT, and for '=keys'
# kKEY:VALUE:TEXT. VALUE and ARGUMENT are nothing for flags, - for what nobody can know, =A,B for words,
# or a kind of name.
function __sand_table
    @TABLE@
end

# Prints the kind of value that an option takes; the table follows the option.
function __sand_option
    for entry in $argv[2..]
        set -l parts (string split -m 2 : -- $entry)
        if test "$parts[1]" = "o$argv[1]"
            echo "$parts[2]"
            return 0
        end
    end
    return 1
end

# Prints the kind of the argument at a position, counted from 0; the table follows the position.
function __sand_argument
    set -l kinds (string match -- 'a*' $argv[2..] | string sub -s 2)
    set -l place $argv[1]
    for kind in $kinds
        if test $place -eq 0; or string match -q -- '*\*' $kind
            string trim -r -c '*' -- $kind
            return 0
        end
        set place (math $place - 1)
    end
    return 1
end

# Prints names that only sand knows; the second argument is put before each, the third behind.
function __sand_ask
    set -l kind $argv[1]
    command sand __complete $kind provider=$__sand_provider $argv[4..] 2>/dev/null </dev/null | while read -l line
        set -l parts (string split -m 1 \t -- $line)
        printf '%s%s%s\t%s\n' $argv[2] $parts[1] $argv[3] "$parts[2]"
    end
end

# Prints file names for a word; the second argument is put before each.
function __sand_files
    for name in (__fish_complete_path $argv[1])
        printf '%s%s\n' $argv[2] $name
    end
end

# Prints what a kind of value can be: KIND WORD BEFORE FIRST, where BEFORE is what stands before the
# word in the same token, and FIRST is the first argument.
function __sand_value
    set -l word $argv[2]
    set -l before $argv[3]
    switch $argv[1]
        case '=*'
            for value in (string split , -- (string sub -s 2 -- $argv[1]))
                printf '%s%s\n' "$before" $value
            end
        case sandbox snapshot volume template provider
            __sand_ask $argv[1] "$before" ''
        case key
            for entry in (string match -- 'k*' (__sand_table '=keys'))
                set -l parts (string split -m 2 : -- (string sub -s 2 -- $entry))
                printf '%s\t%s\n' $parts[1] $parts[3]
            end
            if string match -q -- 'providers.*' $word
                __sand_ask key '' ''
            end
        case value
            for entry in (string match -- "k$argv[4]:*" (__sand_table '=keys'))
                __sand_value (string split -m 2 : -- $entry)[2] "$word" "$before" ''
            end
        case inside
            __sand_ask path "$before" '' "sandbox=$argv[4]" "word=$word"
        case copy
            set -l parts (string split -m 1 : -- $word)
            if test (count $parts) = 2; and not string match -q -- '*/*' $parts[1]
                __sand_ask path "$parts[1]:" '' "sandbox=$parts[1]" "word=$parts[2]"
            else
                if not string match -q -r -- '/|^~' $word
                    __sand_ask sandbox '' :
                end
                __sand_files "$word" ''
            end
        case mount
            if string match -q -r -- '^[./~]' $word
                string match -q -- '*:*' $word
                or __fish_complete_directories "$word" ''
            else if not string match -q -- '*:*' $word
                __sand_ask volume "$before" :
            end
        case file
            __sand_files "$word" "$before"
        case directory
            __fish_complete_directories "$word" ''
        case data
            if string match -q -- '@*' $word
                __sand_files (string sub -s 2 -- $word) @
            end
    end
end

# Prints commands or options; the table follows the letter.
function __sand_words
    for entry in (string match -- "$argv[1]*" $argv[2..])
        set -l parts (string split -m 2 : -- (string sub -s 2 -- $entry))
        printf '%s\t%s\n' $parts[1] $parts[-1]
    end
end

# Leaves the command that the words and the token make to the shell.
function __sand_other
    complete -C (string join ' ' -- (string escape -- $argv[2..]) "$argv[1]")
end

function __sand
    set -l words (commandline -opc)
    set -l raw (commandline -ct)
    set -l word (string unescape -- $raw 2>/dev/null)
    or set word $raw
    set -l table (__sand_table '')
    set -l at
    set -l first ''
    set -l option ''
    set -l topic ''
    set -l closed ''
    set -l position 0
    set -l index 0
    set -g __sand_provider ''
    while string match -q -r -- '^[A-Za-z_][A-Za-z_0-9]*=' $words[1]
        set -e words[1]
    end
    set -e words[1]
    for plain in $words
        set index (math $index + 1)
        if test -n "$option"
            if test "$option" = --provider
                set -g __sand_provider $plain
            end
            set option ''
        else if test -z "$closed" -a "x$plain" = x--
            set closed 1
        else if test -z "$closed"; and string match -q -- '--*=*' $plain
            if string match -q -- '--provider=*' $plain
                set -g __sand_provider (string replace -- --provider= '' $plain)
            end
        else if test -z "$closed"; and string match -q -- '--*' $plain
            set -l kind (__sand_option $plain $table)
            test -n "$kind"; and set option $plain
        else if test -z "$closed"; and string match -q -- '-?*' $plain
            set -l letters (string split '' -- (string sub -s 2 -- $plain))
            for letter in $letters
                set -l kind (__sand_option -$letter $table)
                set -e letters[1]
                if test -n "$kind"
                    test -z "$letters"; and set option -$letter
                    break
                end
            end
        else if test -z "$closed$at$topic" -a $position = 0 -a "x$plain" = xhelp
            set topic 1
        else if test -z "$closed" -a $position = 0; and string match -q -r -- "^c"(string escape --style=regex -- $plain)":" $table
            set at $at $plain
            set table (__sand_table "$at")
        else
            if test (__sand_argument $position $table; or echo -) = command
                __sand_other "$raw" $words[$index..]
                return
            end
            test $position = 0; and set first $plain
            set position (math $position + 1)
        end
    end
    if test -n "$option"
        __sand_value (__sand_option $option $table) "$word" '' $first
    else if test -n "$topic"
        __sand_words c $table
    else if test -z "$closed"; and string match -q -- '--*=*' $word
        set -l parts (string split -m 1 = -- $word)
        set -l kind (__sand_option $parts[1] $table)
        test -n "$kind"; and __sand_value $kind "$parts[2]" "$parts[1]=" $first
    else if test -z "$closed"; and string match -q -- '-*' $word
        __sand_words o $table
    else
        if test -z "$closed" -a $position = 0
            __sand_words c $table
        end
        set -l kind (__sand_argument $position $table; or echo -)
        if test $kind = command
            __sand_other "$raw"
        else
            __sand_value $kind "$word" '' $first
        end
    end
end

complete -c sand -f -a '(__sand)'
